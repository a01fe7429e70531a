// Package front is the program ruhui, which staff start. It runs the verbs that
// need no window (each a line in a table the caller gives) and otherwise checks
// the machine, starts the window program that lies beside it and watches over
// it.
//
// It must work where the window cannot: no Fyne, no cgo. A Linux without libGL
// kills the window in the loader, before its first line; a machine without a
// display kills it with a stack trace. Here both become a Chinese sentence and
// the name of the package to install. What people read stands in text.go.
package front

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Exit codes of ruhui itself. Otherwise it ends with the code of the verb or of
// the window; a window killed by signal n gives 128+n.
const (
	ExitUsage   = 2 // the command is not known
	ExitMissing = 3 // something this machine lacks was named on standard error
)

// Env is the machine as the program sees it. Tests make one up; [Here] is the
// real one.
type Env struct {
	Root     string   // the folder that holds /lib, /etc and /tmp: "/" on a real machine
	OS, Arch string   // as runtime.GOOS and runtime.GOARCH name them
	Environ  []string // "NAME=value", passed on to the window
	Window   string   // path of the window program
	Stdin    io.Reader
	Stdout   io.Writer
	Stderr   io.Writer
}

// Verb is one command of ruhui that needs no window.
type Verb struct {
	Name string // the word typed after ruhui
	Args string // how its arguments are shown, perhaps empty: "FILE"
	Help string // one line of Chinese
	// Run gets the arguments after the name and returns the exit code.
	Run func(args []string) int
}

// Here describes the running machine. The window program is looked for beside
// the file ruhui itself, also when it was started through a link.
func Here() (Env, error) {
	self, err := os.Executable()
	if err != nil {
		return Env{}, err
	}
	if real, err := filepath.EvalSymlinks(self); err == nil {
		self = real // else the path as started is the best we have
	}
	window := filepath.Join(filepath.Dir(self), "ruhui-window")
	if runtime.GOOS == "windows" {
		window += ".exe"
	}
	return Env{
		Root: "/", OS: runtime.GOOS, Arch: runtime.GOARCH,
		Environ: os.Environ(), Window: window,
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	}, nil
}

// Run does what the arguments (without the program's name) ask for and returns
// the exit code: help, one of the verbs, or else the window with all arguments.
func Run(env Env, verbs []Verb, args []string) int {
	if len(args) == 0 || isFlag(args[0]) {
		if len(args) > 0 && isHelp(args[0]) {
			help(env.Stdout, verbs)
			return 0
		}
		return env.open(args)
	}
	for _, verb := range verbs {
		if verb.Name == args[0] {
			return verb.Run(args[1:])
		}
	}
	env.say(textUnknownVerb, args[0])
	return ExitUsage
}

func isFlag(arg string) bool { return strings.HasPrefix(arg, "-") }

func isHelp(arg string) bool { return arg == "--help" || arg == "-help" || arg == "-h" }

// open checks the machine and opens the window.
func (env Env) open(args []string) int {
	if _, err := os.Stat(env.Window); err != nil {
		env.say(textNoWindow, env.Window)
		return ExitMissing
	}
	if env.OS == "linux" && !env.ready() {
		return ExitMissing
	}
	return env.watch(args)
}

// ready reports whether a Linux machine can show the window, and says all that
// is missing in one go, so that nobody has to come twice.
func (env Env) ready() bool {
	missing := env.missing()
	if len(missing) > 0 {
		env.sayMissing(missing)
	}
	display := env.checkDisplay()
	if display != "" {
		env.say("%s", display)
	}
	return len(missing) == 0 && display == ""
}

// variable returns the value of an environment variable. As in a shell, the
// last setting holds.
func (env Env) variable(name string) string {
	value := ""
	for _, line := range env.Environ {
		if key, v, ok := strings.Cut(line, "="); ok && key == name {
			value = v
		}
	}
	return value
}
