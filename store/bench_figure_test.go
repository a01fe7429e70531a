package store_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// figure is a row of the table that `make bench` ends with: what was measured,
// beside it what it is compared with, taken in the same run, and what was
// promised.
type figure struct {
	what     string
	got      float64
	unit     string
	baseline string // what base is
	base     float64
	baseUnit string
	goal     string  // as it was promised
	bound    float64 // the goal in figures of this run
	atLeast  bool    // got is to reach bound, not to stay within it
}

// print writes the row, with the machine's load: others may be at work on it.
func (f figure) print(b *testing.B) {
	b.Helper()
	verdict := "met"
	if f.got > f.bound != f.atLeast {
		verdict = "NOT MET"
	}
	fmt.Printf("\n| %s | %s %s | %s: %s %s | %.2f × | %s: %s %s | %s | %s |\n", f.what, round(f.got), f.unit,
		f.baseline, round(f.base), f.baseUnit, f.got/f.base, f.goal, round(f.bound), f.unit, verdict, load())
}

func round(x float64) string {
	if x >= 1000 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.3g", x)
}

// load is the machine's over the last minute, empty where nobody tells.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(text), " ")
	return "load " + first
}

// spin is pure work of about a millisecond. How much longer it takes now and
// then is the machine's doing, when others share it.
func spin() time.Duration {
	start := time.Now()
	sum := uint64(1)
	for range 900_000 {
		sum = sum*6364136223846793005 + 1
	}
	if sum == 0 { // never; keeps the loop from being left out
		panic("spin")
	}
	return time.Since(start)
}

// sample is what was taken in one round, by name. Of several rounds the quietest
// counts: the one whose spins were the least disturbed.
type sample map[string][]time.Duration

func (s sample) add(name string, d time.Duration) { s[name] = append(s[name], d) }

func (s sample) ms(name string, percent int) float64 { return ms(quantile(s[name], percent)) }

func quietest(rounds []sample) sample {
	return slices.MinFunc(rounds, func(a, b sample) int {
		return int(quantile(a["spin"], 99) - quantile(b["spin"], 99))
	})
}

// timed gives how long f takes, which ends the benchmark when it fails.
func timed(b *testing.B, f func() error) time.Duration {
	b.Helper()
	start := time.Now()
	if err := f(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func quantile(all []time.Duration, percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func report(b *testing.B, all []time.Duration, name string) {
	b.ReportMetric(ms(quantile(all, 50)), "ms-"+name+"-p50")
	b.ReportMetric(ms(quantile(all, 99)), "ms-"+name+"-p99")
}
