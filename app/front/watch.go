package front

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// software makes Mesa draw without the graphics card.
const software = "LIBGL_ALWAYS_SOFTWARE"

// starting is how long a window may take until a failure to draw has shown.
const starting = 10 * time.Second

// ending is how a run of the window went.
type ending struct {
	code   int            // exit code, 128+n when killed by signal n
	signal syscall.Signal // 0 when it ended by itself
	took   time.Duration
	asked  bool   // somebody asked us to end it
	said   string // the end of what it wrote to standard error
}

// watch starts the window and stays until it has ended. A window that crashes
// is started once more, drawing in software, because old graphics drivers are
// the usual cause and a clerk with a visitor cannot look for another one.
func (env Env) watch(args []string) int {
	end, err := env.start(args, env.Environ)
	if err != nil {
		env.say(textNotStarted, err)
		return ExitMissing
	}
	if !end.bad() {
		return end.code
	}
	if env.variable(software) != "" {
		env.say(textCrashed, end.code)
		return end.code
	}
	env.say(textSoftware)
	end, err = env.start(args, append(env.Environ[:len(env.Environ):len(env.Environ)], software+"=1"))
	if err != nil {
		env.say(textNotStarted, err)
		return ExitMissing
	}
	if end.bad() {
		env.say(textGivenUp, end.code)
	}
	return end.code
}

// start runs the window once. Signals that ask us to end are passed on, and the
// window decides what to do first: it may be saving.
func (env Env) start(args, environ []string) (ending, error) {
	said := &tail{to: env.Stderr}
	cmd := exec.Command(env.Window, args...)
	cmd.Env = environ
	cmd.Stdin, cmd.Stdout, cmd.Stderr = env.Stdin, env.Stdout, said
	// A program the window leaves behind (a printer's helper) holds standard
	// error open; we do not wait for it.
	cmd.WaitDelay = time.Second
	// Before the start, lest a signal in between ends us and leaves the window alone.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return ending{}, err
	}
	stop := forward(signals, cmd.Process)
	err := cmd.Wait()
	asked := stop()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		return ending{}, err
	}
	end := ending{code: cmd.ProcessState.ExitCode(), took: time.Since(began), asked: asked, said: said.String()}
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		end.signal = status.Signal()
		end.code = 128 + int(end.signal)
	}
	return end, nil
}

// forward passes the request to end on to the window until stop is called, which
// says whether there was one. An interrupt from the keyboard reaches the window
// by itself; we only have to outlive it.
func forward(signals <-chan os.Signal, window *os.Process) (stop func() (asked bool)) {
	asked := make(chan bool)
	done := make(chan struct{})
	go func() {
		any := false
		for {
			select {
			case s := <-signals:
				any = true
				if s == syscall.SIGTERM {
					_ = window.Signal(s) // it may just have ended: then there is nobody to tell
				}
			case <-done:
				asked <- any
				return
			}
		}
	}()
	return func() bool {
		close(done)
		return <-asked
	}
}

// bad reports whether the window crashed or could not draw. An ordinary failure
// (a wrong argument, a data folder in use) is none: it would only come again.
func (e ending) bad() bool { return !e.asked && (e.crashed() || e.cannotDraw()) }

// crashed reports a fault, not an end somebody asked for.
func (e ending) crashed() bool {
	switch e.signal {
	case syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGILL, syscall.SIGFPE, syscall.SIGABRT, syscall.SIGTRAP:
		return true
	}
	const windowsFault = 0xC0000000 // NTSTATUS of severity error, such as an access violation
	if e.signal == 0 && uint32(e.code) >= windowsFault {
		return true
	}
	// Go ends with 2 when it panics, but so does a program that refuses its
	// arguments; only the first leaves a trace.
	return e.code == 2 && (mentions(e.said, "panic: ") || mentions(e.said, "fatal error: "))
}

// cannotDraw reports a window that gave up while starting, complaining of the
// graphics system.
func (e ending) cannotDraw() bool {
	if e.code < 2 || e.took > starting || e.signal != 0 {
		return false
	}
	return mentions(e.said, "OpenGL", "libGL", "GLX", "WGL", "EGL", "GLFW", "MESA", "VersionUnavailable", "APIUnavailable")
}

func mentions(text string, words ...string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// tail passes everything on and remembers the last part of it. The part is only
// searched and never kept, because a window's last words may be about a person.
type tail struct {
	to   io.Writer
	last []byte
}

// remembered is long enough for a stack trace's head to follow its cause.
const remembered = 64 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.last = append(t.last, p...)
	if over := len(t.last) - remembered; over > 0 {
		t.last = bytes.Clone(t.last[over:])
	}
	// A terminal that has gone must not end the window by a broken pipe.
	_, _ = t.to.Write(p)
	return len(p), nil
}

func (t *tail) String() string { return string(t.last) }
