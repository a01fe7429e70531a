package app

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"ruhui/app/folder"
	"ruhui/app/window"
	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/setup"
	syncing "ruhui/sync"
)

// config is how the window was started.
type config struct {
	dir     string // the terminal's folder
	out     string // where slips go; inside dir unless set
	demo    bool
	today   civil.Date // of a demonstration
	passing bool       // dir is thrown away in the end
	// memory is kept outside the folder: by it a restored or copied folder
	// notices itself. A demonstration has none.
	memory string
	play   string // folder for the pictures of a visit played by itself
	link   string // of a demonstration's district, to be set up by; "" for none

	readOnly bool            // the folder is damaged and only looked at
	kept     folder.Settings // what was set at the window
	unread   error           // why that cannot be read
}

// usage is a mistake in how the program was started.
type usage string

func (u usage) Error() string { return string(u) }

// MessageLines says what was wrong and where to look.
func (u usage) MessageLines() (what, next string) {
	return string(u), "请用 ruhui --help 查看用法"
}

func settings(args []string) (config, error) {
	var c config
	var today string
	f := flag.NewFlagSet("ruhui-window", flag.ContinueOnError)
	f.BoolVar(&c.demo, "demo", false, "演示：虚构人员，单独的文件夹，固定日期")
	f.StringVar(&today, "today", "", "演示日期，例如 2026-09-15（仅限演示）")
	f.StringVar(&c.dir, "dir", "", "终端数据文件夹")
	f.StringVar(&c.play, "play", "", "自动演示一次办理，把回执和每一步的图片放进此文件夹（仅限演示）")
	f.StringVar(&c.link, "link", "", "演示区服务器的开通码内容，第一次启动时向它开通（仅限演示）")
	if err := f.Parse(args); err != nil {
		return c, err
	}
	if !c.demo && (today != "" || c.play != "" || c.link != "") {
		return c, usage("--today、--play 和 --link 只能与 --demo 一起使用")
	}
	if c.demo {
		c.today = demo.Today
		if today != "" {
			d, err := civil.Parse(today)
			if err != nil {
				return c, usage("--today 的日期应写成 2026-09-15")
			}
			c.today = d
		}
	}
	if c.play != "" {
		c.out = c.play
	}
	if !c.demo {
		var err error
		if c.memory, err = folder.Memory(); err != nil {
			return c, err
		}
	}
	if c.dir != "" {
		return c, nil
	}
	var err error
	if c.play != "" { // each play begins with an empty terminal
		c.dir, err = os.MkdirTemp("", "ruhui-demo-*")
		c.passing = true
		return c, err
	}
	c.dir, err = folder.Default(c.demo)
	return c, err
}

func (c config) options() store.Options {
	return store.Options{Demo: c.demo, Today: c.today, Memory: c.memory, Backups: c.kept.Backups, Built: builtAt()}
}

// builtAt is when the program's source was last changed, as the build noted it:
// a clock before that is wrong. Zero where the build did not say.
func builtAt() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	for _, s := range info.Settings {
		if at, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
			return at
		}
	}
	return time.Time{}
}

// readSettings takes what was set at the window. Settings that cannot be read
// are told there and keep nobody from working.
func (c *config) readSettings() { c.kept, c.unread = folder.ReadSettings(c.dir) }

// save keeps what was set at the window.
func (c config) save(s folder.Settings) error { return s.Write(c.dir) }

// slips is the folder PDF slips are kept in.
func (c config) slips() string {
	if c.out != "" {
		return c.out
	}
	return filepath.Join(c.dir, "slips")
}

// prepare gives a demonstration its throw-away district on its first start. A
// real terminal waits for its set-up file.
func prepare(c config) error {
	if !c.demo {
		return nil
	}
	s, err := store.Open(c.dir, c.options())
	switch {
	case err == nil:
		return s.Close()
	case store.KeyOf(err) == store.KeyDamaged:
		return nil // the window says so and offers what can be done
	case store.KeyOf(err) != store.KeyNotSetUp:
		return err
	}
	file, code, err := c.demoSetup()
	if err != nil {
		return err
	}
	return store.SetUp(c.dir, file, code, c.options())
}

// demoSetup fetches the set-up file from the demonstration's district where there
// is one; without, it invents a district that leads nowhere.
func (c config) demoSetup() (file []byte, code string, err error) {
	if c.link == "" {
		return demo.Setup("")
	}
	l, err := setup.ParseLink(c.link)
	if err != nil {
		return nil, "", err
	}
	file, err = syncing.FetchSetup(context.Background(), l)
	return file, l.Code, err
}

func demoAccount() window.Account {
	return window.Account{Login: demo.Login, Password: demo.Password}
}
