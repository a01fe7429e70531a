// Package app wires the terminal's window together: settings, folder, card
// reader, screens. It decides nothing; it is the only package that imports
// Fyne's app package, so that every other one is tested without a display.
package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"github.com/BurntSushi/toml"

	"ruhui/app/device"
	"ruhui/app/technician"
	"ruhui/app/ui"
	"ruhui/app/window"
	"ruhui/assets"
	"ruhui/store"
	"ruhui/store/vault"
)

// Main runs the window and gives the exit code: 0, or 1 when it could not be
// opened. 2 is left to the Go runtime, which the front program watches for.
func Main(metadata []byte, args []string) int {
	if err := run(metadata, args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		m := ui.Explain(err)
		fmt.Fprintln(os.Stderr, join(m.What, m.Next))
		slog.Error("window ended", "error", err)
		return 1
	}
	return 0
}

func join(what, next string) string {
	if next == "" {
		return what
	}
	return what + "\n" + next
}

func run(metadata []byte, args []string) error {
	set, err := settings(args)
	if err != nil {
		return err
	}
	if err := describe(metadata); err != nil {
		return err
	}
	_ = vault.NoCoreDumps() // where the system cannot do it, the program goes on without
	if err := prepare(set); err != nil {
		return err
	}
	fyneApp := fyneapp.NewWithID(appID)
	fyneApp.Settings().SetTheme(ui.NewTheme())
	win := fyneApp.NewWindow(assets.Text("App.Title"))
	win.Resize(fyne.NewSize(1240, 740))
	win.SetMaster()
	d := &desk{set: set, win: win, quit: fyneApp.Quit}
	if err := d.open(); err != nil {
		return err
	}
	defer d.close()
	fyneApp.Lifecycle().SetOnStarted(d.onStarted)
	win.SetCloseIntercept(d.onClose)
	win.ShowAndRun()
	return d.failed
}

const appID = "cn.nanhu.ruhui"

// describe hands Fyne what FyneApp.toml says, which a built binary elsewhere
// would not find.
func describe(metadata []byte) error {
	var file struct {
		Details struct{ ID, Name, Version string }
	}
	if _, err := toml.Decode(string(metadata), &file); err != nil {
		return fmt.Errorf("read FyneApp.toml: %w", err)
	}
	fyneapp.SetMetadata(fyne.AppMetadata{ID: file.Details.ID, Name: file.Details.Name, Version: file.Details.Version})
	return nil
}

// desk is the window with what it works on.
type desk struct {
	set    config
	win    fyne.Window
	quit   func()
	store  *store.Store
	window *window.Window
	sim    *device.Simulator
	failed error
}

// open shows the desk, or the set-up page on a terminal's first start.
func (d *desk) open() error {
	s, err := store.Open(d.set.dir, d.set.options())
	if store.KeyOf(err) == store.KeyNotSetUp && err != nil && !d.set.demo {
		technician.ShowSetup(context.Background(), d.win, func(file []byte, code string) error {
			return store.SetUp(d.set.dir, file, code, d.set.options())
		}, func() {
			if err := d.open(); err != nil {
				d.failed = err
				d.quit()
			}
		})
		return nil
	}
	if err != nil {
		return err
	}
	d.store = s
	opt := window.Options{Store: s, Slips: d.set.slips(), Context: context.Background()}
	if d.set.demo {
		opt.Reader, d.sim = device.Simulated()
		opt.Simulator, opt.Account = d.sim, demoAccount()
	} else {
		opt.Reader = device.NewReader(device.Auto())
	}
	d.window = window.New(d.win, opt)
	return nil
}

// onStarted gives the first field the focus once there is a window to have it.
func (d *desk) onStarted() {
	if d.window != nil {
		d.window.Started()
	}
	if d.set.play != "" {
		go d.play()
	}
}

// onClose asks before something typed is lost.
func (d *desk) onClose() {
	if d.window == nil {
		d.quit()
		return
	}
	d.window.AskClose(func() {
		d.window.Closing()
		go func() {
			d.backUp(store.ClosingBackup)
			fyne.Do(d.quit)
		}()
	})
}

// closingBackup bounds how long the window stays open for its backup.
const closingBackup = 20 * time.Second

// backUp keeps a copy for recovery. A backup that fails is told at the next
// start; it keeps nobody from going home, and nothing acknowledged depends on it.
func (d *desk) backUp(kind store.BackupKind) {
	if d.set.demo {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), closingBackup)
	defer cancel()
	if _, err := d.store.Backup(ctx, kind); err != nil {
		slog.Error("back up", "error", err)
	}
}

func (d *desk) close() {
	// A dead input method server can hang the toolkit's end; everything is on
	// disk by then, so the process need not wait for it.
	time.AfterFunc(5*time.Second, func() { os.Exit(0) })
	if d.window != nil {
		d.window.Close()
	}
	if d.store != nil {
		d.failed = errors.Join(d.failed, d.store.Close())
	}
	if d.set.passing {
		d.failed = errors.Join(d.failed, os.RemoveAll(d.set.dir))
	}
}
