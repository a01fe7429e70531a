package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"ruhui/app/folder"
	"ruhui/app/front"
	"ruhui/store"
)

// Exit codes of the verbs, beside those of package front.
const (
	exitFailed = 1 // it was not done, and standard error says why
	exitFaults = 4 // something is not as it was written
)

// command is what a verb was called with.
type command struct {
	*flag.FlagSet
	dir   string
	demo  bool
	usage string
	args  []string
	keys  *bufio.Reader // what is typed
}

// newCommand declares what most verbs take. usage is what --help says: what the
// verb does, its arguments, and an example.
func newCommand(name, usage string) *command {
	c := &command{FlagSet: flag.NewFlagSet("ruhui "+name, flag.ContinueOnError), usage: usage, keys: bufio.NewReader(os.Stdin)}
	c.SetOutput(io.Discard) // its English sentences
	c.BoolVar(&c.demo, "demo", false, "")
	c.StringVar(&c.dir, "dir", "", "")
	return c
}

// parse takes flags before and after the arguments, of which there may be from
// least to most. When it says false the verb ends with the code.
func (c *command) parse(args []string, least, most int) (code int, ok bool) {
	for {
		if err := c.Parse(args); errors.Is(err, flag.ErrHelp) {
			fmt.Println(c.usage)
			return 0, false
		} else if err != nil {
			return c.wrong(), false
		}
		if c.NArg() == 0 {
			break
		}
		c.args, args = append(c.args, c.Arg(0)), c.Args()[1:]
	}
	if len(c.args) < least || len(c.args) > most {
		return c.wrong(), false
	}
	return 0, true
}

func (c *command) wrong() int {
	fmt.Fprintln(os.Stderr, c.usage)
	return front.ExitUsage
}

// options say how folders are opened.
func (c *command) options() store.Options {
	memory, err := folder.Memory()
	if err != nil {
		memory = "" // an account without settings remembers nothing
	}
	return store.Options{Demo: c.demo, Memory: memory}
}

// open opens the terminal's folder, the named one or the usual.
func (c *command) open() (*store.Store, error) {
	dir := c.dir
	if dir == "" {
		var err error
		if dir, err = folder.Default(c.demo); err != nil {
			return nil, err
		}
	}
	return store.Open(dir, c.options())
}

// with runs work on the terminal's folder and tells its error.
func (c *command) with(work func(*store.Store) (int, error)) int {
	s, err := c.open()
	if err != nil {
		return tell(err)
	}
	code, err := work(s)
	if err = errors.Join(err, s.Close()); err != nil {
		return tell(err)
	}
	return code
}

// tell says both lines of an error.
func tell(err error) int {
	m := store.MessageOf(err)
	fmt.Fprintf(os.Stderr, "%s\n%s\n", m.What, m.Next)
	return exitFailed
}

// ask reads one line that is typed, or comes by a pipe.
func (c *command) ask(question string) (string, error) {
	fmt.Fprint(os.Stderr, question)
	return c.line()
}

// line reads one without asking.
func (c *command) line() (string, error) {
	line, err := c.keys.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimSpace(line), nil
}

// askHidden is ask for a secret: what is typed is not shown.
func (c *command) askHidden(question string) (string, error) {
	show, err := hideTyping()
	if err != nil { // no terminal: a pipe shows nothing
		return c.ask(question)
	}
	line, err := c.ask(question)
	fmt.Fprintln(os.Stderr)
	return line, errors.Join(err, show())
}
