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
	version, err := describe(metadata)
	if err != nil {
		return err
	}
	_ = vault.NoCoreDumps() // where the system cannot do it, the program goes on without
	if err := prepare(set); err != nil {
		return err
	}
	set.readSettings()
	fyneApp := fyneapp.NewWithID(appID)
	fyneApp.Settings().SetTheme(ui.NewTheme())
	win := fyneApp.NewWindow(assets.Text("App.Title"))
	win.Resize(fyne.NewSize(1240, 740))
	win.SetMaster()
	d := &desk{set: set, win: win, quit: fyneApp.Quit, version: version}
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
// would not find, and gives the version.
func describe(metadata []byte) (version string, err error) {
	var file struct {
		Details struct{ ID, Name, Version string }
	}
	if _, err := toml.Decode(string(metadata), &file); err != nil {
		return "", fmt.Errorf("read FyneApp.toml: %w", err)
	}
	fyneapp.SetMetadata(fyne.AppMetadata{ID: file.Details.ID, Name: file.Details.Name, Version: file.Details.Version})
	return file.Details.Version, nil
}

// desk is the window with what it works on.
type desk struct {
	set    config
	win    fyne.Window
	quit   func()
	store  *store.Store
	engine *running // nil where nothing is exchanged
	window *window.Window
	sim    *device.Simulator
	failed error
	// version of the program, as the technician reads it out
	version string
}

// open shows the desk; the set-up page on a terminal's first start; or, for a
// damaged folder, what can still be done with it.
func (d *desk) open() error {
	s, err := store.Open(d.set.dir, d.set.options())
	switch {
	case err == nil:
		d.show(s)
		return nil
	case store.KeyOf(err) == store.KeyNotSetUp && !d.set.demo:
		technician.ShowSetup(context.Background(), d.win, func(file []byte, code string) error {
			return store.SetUp(d.set.dir, file, code, d.set.options())
		}, func() {
			if err := d.open(); err != nil {
				d.failed = err
				d.quit()
			}
		})
		return nil
	case store.KeyOf(err) == store.KeyDamaged:
		slog.Error("open folder", "error", err)
		d.offerLook(err)
		return nil
	}
	return err
}

// offerLook lets a damaged folder be read: a visitor may stand there with a slip.
func (d *desk) offerLook(found error) {
	var s *store.Store
	technician.ShowDamaged(context.Background(), d.win, d.set.demo, found, func() (err error) {
		opt := d.set.options()
		opt.ReadOnly = true
		s, err = store.Open(d.set.dir, opt)
		return err
	}, func() {
		d.set.readOnly = true
		d.show(s)
		d.window.Started()
	}, d.quit)
}

// show fills the window with the desk.
func (d *desk) show(s *store.Store) {
	d.store = s
	opt := window.Options{Store: s, Slips: d.set.slips(), ReadOnly: d.set.readOnly, Context: context.Background(),
		Settings: d.set.kept, SettingsError: d.set.unread, SaveSettings: d.set.save, Technician: d.technician}
	if d.set.demo {
		opt.Reader, d.sim = device.Simulated()
		opt.Simulator, opt.Account = d.sim, demoAccount()
	} else {
		opt.Reader = device.NewReader(device.Auto())
	}
	d.window = window.New(d.win, opt)
	d.engine = startEngine(s, d.version, d.set.readOnly, func(online bool) {
		fyne.Do(func() { d.window.ShowOnline(online) })
	})
}

// technician is the page of whoever keeps the machine.
func (d *desk) technician() window.Page {
	return technician.NewSelfTest(technician.Tools{Store: d.store, Dir: d.set.dir, Version: d.version,
		Settings: d.window.Settings, Save: d.window.SaveSettings, BackedUp: d.window.BackedUp})
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

// backUp keeps a copy for recovery. One that fails keeps nobody from going home,
// and nothing acknowledged depends on it; the day's backup was made before, or
// its failure told.
func (d *desk) backUp(kind store.BackupKind) {
	if d.set.demo || d.set.readOnly {
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
	d.engine.stop()
	if d.store != nil {
		d.failed = errors.Join(d.failed, d.store.Close())
	}
	if d.set.passing {
		d.failed = errors.Join(d.failed, os.RemoveAll(d.set.dir))
	}
}
