package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1 // it was not done, and standard error says why
	exitUsage  = 2 // it was not understood
)

// console is where the program speaks and what it finds around itself.
type console struct {
	Out, Err io.Writer
	Env      func(string) string
	Now      func() time.Time
}

// verb is one thing the program does.
type verb struct {
	name        string // one word or two
	args        string // as help shows them
	help        string // what it does, one line
	more        string // further lines, with an example
	least, most int    // arguments
	prepare     func(*call) work
}

// work does what was asked and says what it did. With an error the answer, when
// there is one, says where it failed.
type work func(context.Context) (answer, error)

// answer is what a verb did: a struct that becomes JSON for scripts, and text for
// people.
type answer interface{ text() string }

// call is one call of a verb.
type call struct {
	*flag.FlagSet
	console
	verb    *verb
	args    []string
	json    bool
	options options
	copy    string // folder of the continuous second copy
}

// run carries out the verb that args begin with.
func run(ctx context.Context, con console, args []string) int {
	v, rest := find(args)
	if v == nil {
		if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
			con.say(con.Out, helpAll(args))
			return exitDone
		}
		con.say(con.Err, "没有这个命令。\n请运行 district --help 查看可用的命令。\n")
		return exitUsage
	}
	c := &call{FlagSet: flag.NewFlagSet("district "+v.name, flag.ContinueOnError), console: con, verb: v}
	c.SetOutput(io.Discard) // its English sentences
	c.BoolVar(&c.json, "json", false, "用 JSON 输出，供脚本使用")
	c.options.declare(c.FlagSet)
	todo := v.prepare(c)
	if err := c.parse(rest); errors.Is(err, flag.ErrHelp) {
		con.say(con.Out, c.help())
		return exitDone
	} else if err != nil {
		con.say(con.Err, "命令写法不对。\n请看下面的用法。\n\n"+c.help())
		return exitUsage
	}
	done, err := todo(ctx)
	c.tell(done, err)
	if err != nil {
		return exitFailed
	}
	return exitDone
}

// find takes the verb off the arguments: two words before one.
func find(args []string) (*verb, []string) {
	for n := min(2, len(args)); n > 0; n-- {
		name := strings.Join(args[:n], " ")
		for i := range verbs {
			if verbs[i].name == name {
				return &verbs[i], args[n:]
			}
		}
	}
	return nil, nil
}

// parse takes flags before and after the arguments.
func (c *call) parse(args []string) error {
	for {
		if err := c.Parse(args); err != nil {
			return err
		}
		if c.NArg() == 0 {
			break
		}
		c.args, args = append(c.args, c.Arg(0)), c.Args()[1:]
	}
	if len(c.args) < c.verb.least || len(c.args) > c.verb.most {
		return errors.New("number of arguments")
	}
	return nil
}

// tell says what was done, and what went wrong: two lines for people, one
// object for scripts.
func (c *call) tell(done answer, err error) {
	if c.json {
		c.tellJSON(done, err)
		return
	}
	if done != nil {
		c.say(c.Out, done.text())
	}
	if err != nil {
		m := messageOf(err)
		c.say(c.Err, m.What+"\n"+m.Next+"\n")
		if m.Detail != "" {
			c.say(c.Err, "（"+m.Detail+"）\n")
		}
	}
}

func (c *call) tellJSON(done answer, err error) {
	var all struct {
		Done   answer   `json:"done,omitempty"`
		Failed *message `json:"failed,omitempty"`
	}
	all.Done = done
	if err != nil {
		all.Failed = messageOf(err)
	}
	out := json.NewEncoder(c.Out)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	_ = out.Encode(all) // the reader has gone: the exit code tells all the same
}

// say writes for people. Nothing can be done when even that fails.
func (con console) say(w io.Writer, text string) { _, _ = fmt.Fprint(w, text) }
