package simulate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"testing/cryptotest"
	"time"
)

// Environment of the test: RUHUI_TEST_SEED runs one seed with a log,
// RUHUI_TEST_SEEDS so many of them instead of the usual number. firstEnv and
// lastEnv are for the processes the test starts.
const (
	seedEnv  = "RUHUI_TEST_SEED"
	seedsEnv = "RUHUI_TEST_SEEDS"
	firstEnv = "RUHUI_TEST_FIRST_SEED"
	lastEnv  = "RUHUI_TEST_LAST_SEED"
)

// TestSimulation lets many worlds live, each from its own seed, in as many
// processes as there are processors.
func TestSimulation(t *testing.T) {
	if one := os.Getenv(seedEnv); one != "" {
		seed, err := strconv.ParseUint(one, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("seed %d: %v", seed, live(t, seed))
		return
	}
	n := seeds
	if many := os.Getenv(seedsEnv); many != "" {
		var err error
		if n, err = strconv.Atoi(many); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	total, failed := inProcesses(t, n)
	line, err := json.Marshal(total)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("simulation: %d seeds of %d steps in %.0f s: %s\n", n, worldSteps, time.Since(began).Seconds(), line)
	if failed != "" {
		t.Fatalf("%s\nrun one again with %s=N go test -tags no_animations -v -run '^TestSimulation$' ./sync/simulate", failed, seedEnv)
	}
	if total["seeds"] != n {
		t.Fatalf("%d seeds ran, want %d", total["seeds"], n)
	}
}

// inProcesses shares the seeds 1 to n among processes, because randomness made
// replayable is one of a whole process.
func inProcesses(t *testing.T, n int) (total map[string]int, failed string) {
	total = map[string]int{}
	var mu sync.Mutex
	var all sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), n)
	for i := range workers {
		first, last := 1+i*n/workers, (i+1)*n/workers
		all.Go(func() {
			out := filepath.Join(t.TempDir(), "counts")
			cmd := exec.Command(os.Args[0], "-test.run", "^TestWorker$", "-test.timeout", "0")
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", firstEnv, first), fmt.Sprintf("%s=%d", lastEnv, last), countsEnv+"="+out)
			said, err := cmd.CombinedOutput()
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed += string(bytes.TrimSpace(said)) + "\n"
			}
			add(total, readCounts(out))
		})
	}
	all.Wait()
	return total, failed
}

const countsEnv = "RUHUI_TEST_COUNTS"

func readCounts(path string) map[string]int {
	counts := map[string]int{}
	data, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(data, &counts) != nil {
		return nil // the number of seeds will not be reached
	}
	return counts
}

func add(to, from map[string]int) {
	for k, v := range from {
		to[k] += v
	}
}

// TestWorker is one of the processes of TestSimulation and does nothing by
// itself.
func TestWorker(t *testing.T) {
	first, err := strconv.ParseUint(os.Getenv(firstEnv), 10, 64)
	if err != nil {
		return // nobody asked
	}
	last, err := strconv.ParseUint(os.Getenv(lastEnv), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	total := map[string]int{}
	defer func() {
		line, err := json.Marshal(total)
		if err == nil {
			err = os.WriteFile(os.Getenv(countsEnv), line, 0o600)
		}
		if err != nil {
			t.Error(err)
		}
	}()
	for seed := first; seed <= last; seed++ {
		add(total, live(t, seed))
		total["seeds"]++
	}
}

// live runs one seed.
func live(t *testing.T, seed uint64) (counts map[string]int) {
	t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
		made := furnished(t)
		cryptotest.SetGlobalRandom(t, seed)
		counts = maps.Clone(Run(t, made, quickDir(t), seed, worldSteps))
	})
	return counts
}

var (
	once  sync.Once
	first *Template
)

// furnished sets up the template, the same in every process.
func furnished(t *testing.T) *Template {
	once.Do(func() {
		t.Run("template", func(t *testing.T) {
			cryptotest.SetGlobalRandom(t, 0)
			first = NewTemplate(t, quickDir(t))
		})
	})
	if first == nil {
		t.Fatal("there is no template")
	}
	return first
}

// quickDir is a folder in memory: here it is tried what is written and in which
// order, not the disk.
func quickDir(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "ruhui-world-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // worlds remove their own
	return dir
}
