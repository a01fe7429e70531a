//go:build !race

package store_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruhui/store/storetest"
	"ruhui/store/storetest/seed"
)

// killsEnv says how often to kill, when not the usual number of times.
const killsEnv = "RUHUI_TEST_KILLS"

const (
	usualKills = 200
	killsEach  = 100 // in one folder, which is then looked through

	// killsBudget is how long the usual number may take where changes are tested.
	killsBudget = 3 * time.Minute
)

func TestFault_killed_at_any_moment(t *testing.T) {
	t.Parallel()
	kills := usualKills
	if s := os.Getenv(killsEnv); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < usualKills {
			t.Fatalf("%s=%q: want a number from %d on", killsEnv, s, usualKills)
		}
		kills = n
	}
	rng := rand.New(rand.NewPCG(seed.Of(t, 2010), 9))
	began, killed, acknowledged := time.Now(), 0, 0
	for killed < kills {
		n, numbers := killedFolder(t, min(killsEach, kills-killed), rng)
		killed, acknowledged = killed+n, acknowledged+numbers
	}
	fmt.Printf("%s: %d kills, %d numbers acknowledged, each there once, %.0f s of %.0f\n", t.Name(), killed, acknowledged,
		time.Since(began).Seconds(), (killsBudget * time.Duration(kills) / usualKills).Seconds())
	if killed < kills || acknowledged < kills {
		t.Errorf("%d kills and %d numbers, want %d", killed, acknowledged, kills)
	}
}

// killedFolder sets up a terminal, kills it so many times, and looks at what is
// left.
func killedFolder(t *testing.T, kills int, rng *rand.Rand) (killed, acknowledged int) {
	t.Helper()
	terminal := &storetest.Terminal{Dir: filepath.Join(quickDir(t), "folder")}
	storetest.SetUp(t, terminal)
	var numbers []string
	for life := range kills {
		// All that was printed was read, so each life may have saved one visitor
		// more than it told.
		more, dead := oneLife(t, terminal.Dir, len(numbers)/2+life, rng)
		numbers = append(numbers, more...)
		if dead {
			killed++
		}
	}
	s := storetest.Reopen(t, terminal)
	ses := storetest.SignIn(t, s)
	keptOnceAndWhole(t, s, numbers)
	before := dump(t, ses)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if dump(t, ses) != before {
		t.Error("lists did not say what the events say")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return killed, len(numbers)
}

// oneLife lets a terminal save until it is killed: at some moment of a save, or,
// one time in four, at some moment of its start.
func oneLife(t *testing.T, dir string, first int, rng *rand.Rand) (numbers []string, killed bool) {
	t.Helper()
	cmd, out := child(t, savesRole, dirEnv+"="+dir, firstEnv+"="+strconv.Itoa(first))
	kill := func(within time.Duration) {
		time.AfterFunc(rand.N(within), func() {
			_ = cmd.Process.Kill() // already gone is as good
		})
	}
	after := 1 + rng.IntN(4)
	if rng.IntN(4) == 0 {
		kill(80 * time.Millisecond)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "error") {
			t.Fatal(lines.Text())
		}
		numbers = append(numbers, strings.Fields(lines.Text())...)
		if after--; after == 0 {
			kill(8 * time.Millisecond)
		}
	}
	err := cmd.Wait()
	return numbers, err != nil && !cmd.ProcessState.Exited()
}
