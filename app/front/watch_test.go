package front

import (
	"io"
	"strings"
	"testing"
	"time"
)

// once makes a window that does what script says unless it draws in software;
// then it ends well.
func once(script string) string {
	return `if [ "$LIBGL_ALWAYS_SOFTWARE" = 1 ]; then exit 0; fi; ` + script
}

func TestWindowIsStartedAgain(t *testing.T) {
	for _, c := range []struct{ name, script, said string }{
		{"after a fault", "kill -SEGV $$", ""},
		{"after an abort", "kill -ABRT $$", ""},
		{"after a panic", "echo 'panic: NotInitialized' >&2; exit 2", "panic: NotInitialized\n"},
		{"when it finds no OpenGL", "echo 'VersionUnavailable: GLX' >&2; exit 3", "VersionUnavailable: GLX\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			m.window(once(c.script))
			m.expect(0, c.said+textSoftware+"\n")
		})
	}
}

func TestWindowIsStartedOnlyOnceMore(t *testing.T) {
	m := newMachine(t)
	m.window("echo x; kill -SEGV $$")
	m.expect(139, textSoftware+"\n窗口再次异常结束（退出码 139）。已保存的登记不受影响。请联系技术员。\n")
	if got := strings.Count(m.stdout.String(), "x"); got != 2 {
		t.Errorf("started %d times, want 2", got)
	}
}

func TestWindowThatDrawsInSoftwareAlready(t *testing.T) {
	m := newMachine(t)
	m.set("LIBGL_ALWAYS_SOFTWARE", "1")
	m.window("kill -SEGV $$")
	m.expect(139, "窗口异常结束（退出码 139）。已保存的登记不受影响。请重新启动；仍不行请联系技术员。\n")
}

func TestWindowIsLeftAlone(t *testing.T) {
	for _, c := range []struct {
		name, script string
		code         int
		said         string
	}{
		{"when it refuses its arguments", "echo usage >&2; exit 2", 2, "usage\n"},
		{"when it fails with a sentence", "echo libGL >&2; exit 1", 1, "libGL\n"},
		{"when somebody kills it", "kill -KILL $$", 137, ""},
		{"when somebody ends it", "kill -TERM $$", 143, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			m.window(once(c.script))
			m.expect(c.code, c.said)
		})
	}
}

func TestEnding(t *testing.T) {
	for _, c := range []struct {
		name string
		end  ending
		bad  bool
	}{
		{"complaint of OpenGL while starting", ending{code: 3, said: "OpenGL", took: time.Second}, true},
		{"the same after an hour", ending{code: 3, said: "OpenGL", took: time.Hour}, false},
		{"Windows access violation", ending{code: 0xC0000005}, true},
		{"panic after an hour", ending{code: 2, said: "panic: x", took: time.Hour}, true},
		{"panic while we were asked to end", ending{code: 2, said: "panic: x", asked: true}, false},
		{"an end without fault", ending{said: "panic: a word of the clerk"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.end.bad(); got != c.bad {
				t.Errorf("bad = %t, want %t", got, c.bad)
			}
		})
	}
}

func TestTailRemembersTheEnd(t *testing.T) {
	said := &tail{to: io.Discard}
	for _, part := range []string{"first", strings.Repeat("x", remembered-4), "last"} {
		if n, err := said.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatalf("wrote %d, %v", n, err)
		}
	}
	got := said.String()
	if len(got) != remembered || !strings.HasSuffix(got, "xlast") || strings.Contains(got, "first") {
		t.Errorf("remembered %d bytes ending %q", len(got), got[len(got)-8:])
	}
}
