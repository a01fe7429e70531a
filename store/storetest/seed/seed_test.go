package seed_test

import (
	"fmt"
	"strings"
	"testing"

	"ruhui/store/storetest/seed"
)

// noted is a test that remembers what it was told.
type noted struct {
	testing.TB
	failed bool
	said   string
	ends   []func()
}

func (n *noted) Failed() bool              { return n.failed }
func (n *noted) Cleanup(f func())          { n.ends = append(n.ends, f) }
func (n *noted) Logf(f string, a ...any)   { n.said += fmt.Sprintf(f, a...) }
func (n *noted) Fatalf(f string, a ...any) { n.failed = true; n.Logf(f, a...) }

func (n *noted) end() {
	for _, f := range n.ends {
		f()
	}
}

func TestOf(t *testing.T) {
	t.Setenv(seed.Env, "")
	if got := seed.Of(t, 7); got != 7 {
		t.Errorf("ordinarily %d, want 7", got)
	}
	t.Setenv(seed.Env, "random")
	n := &noted{TB: t}
	a, b := seed.Of(n, 7), seed.Of(n, 7)
	if a == b {
		t.Error("two random seeds are one")
	}
	if n.end(); n.said != "" {
		t.Errorf("a test that passed said %q", n.said)
	}
	n.failed = true
	n.end()
	again := fmt.Sprintf("%s=%d ", seed.Env, a)
	if !strings.Contains(n.said, again) || !strings.Contains(n.said, "^TestOf$") {
		t.Errorf("said %q, want how to repeat it", n.said)
	}
	t.Setenv(seed.Env, fmt.Sprint(a))
	if got := seed.Of(t, 7); got != a {
		t.Errorf("repeated with %d, want %d", got, a)
	}
	t.Setenv(seed.Env, "sometimes")
	n = &noted{TB: t}
	if seed.Of(n, 7); !n.failed {
		t.Error("took a seed that is none")
	}
}
