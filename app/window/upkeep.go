package window

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
)

// The window sees to the terminal's own upkeep beside the clerk's work, off
// Fyne's thread: it reads the data file through once after the start, and makes
// the day's backup. Only what somebody must do something about is shown.

const (
	// upkeepAfter lets the first visitor be served before anything is read.
	upkeepAfter = 20 * time.Second
	// backupEvery is how often a backup is looked for.
	backupEvery = time.Hour
)

// startUpkeep says what is known of the folder already, and arranges the rest.
func (w *Window) startUpkeep() {
	var ctx context.Context
	ctx, w.endUpkeep = context.WithCancel(w.opt.Context)
	if w.opt.SettingsError != nil {
		slog.Error("read settings", "error", w.opt.SettingsError)
		w.notices.set(noticeSettings, ui.NewMessage(ui.ToneWarning, "Upkeep.Settings"))
	}
	if w.opt.ReadOnly {
		w.notices.set(noticeDamaged, ui.NewMessage(ui.ToneError, "Upkeep.ReadOnly"))
		return
	}
	w.tellCopied(ctx)
	w.later(upkeepAfter, func() { w.checkFile(ctx) })
}

// tellCopied says that the folder was restored or copied, as long as its numbers
// come from a block of its own.
func (w *Window) tellCopied(ctx context.Context) {
	type copied struct {
		store.Copied
		is bool
	}
	ui.Load(ctx, func(ctx context.Context) (c copied, err error) {
		c.Copied, c.is, err = w.opt.Store.Copied(ctx)
		return c, err
	}, func(c copied, err error) {
		switch {
		case err != nil:
			slog.Error("look whether the folder is a copy", "error", err)
		case c.is:
			m := c.Message()
			w.notices.set(noticeCopied, ui.Message{What: m.What, Next: m.Next, Tone: ui.ToneWarning})
		}
	})
}

// checkFile reads every page of the data file once. What is damaged is told at
// once, on whatever page somebody is; that all is well, the status bar says.
func (w *Window) checkFile(ctx context.Context) {
	ui.Load(ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, w.opt.Store.CheckFile(ctx)
	}, func(_ struct{}, err error) {
		switch {
		case errors.Is(err, context.Canceled):
			return
		case err != nil:
			slog.Error("check data file", "error", err)
			m := ui.Explain(err)
			w.notices.set(noticeDamaged, m)
			w.onceOpen(func() { w.dialogs.Tell(m, nil) })
		default:
			w.status.Say(ui.Status{Text: assets.Text("Upkeep.Checked"), Tone: ui.ToneGood})
		}
		w.backUpDaily(ctx)
	})
}

// backUpDaily makes the day's backup when it is due, and looks again in an hour.
// A demonstration has nothing to lose.
func (w *Window) backUpDaily(ctx context.Context) {
	if w.opt.Store.Demo() {
		return
	}
	w.later(backupEvery, func() { w.backUpDaily(ctx) })
	ui.Load(ctx, func(ctx context.Context) (made bool, err error) {
		if !w.opt.Store.BackupDue() {
			return false, nil
		}
		_, err = w.opt.Store.Backup(ctx, store.DailyBackup)
		return true, err
	}, func(made bool, err error) {
		if made {
			w.BackedUp(err)
		}
	})
}

// BackedUp says how a backup went: one that failed is shown above every page,
// with what to do, until one succeeds.
func (w *Window) BackedUp(err error) {
	if err == nil {
		w.notices.set(noticeBackup, ui.Message{})
		return
	}
	if errors.Is(err, context.Canceled) {
		return // the window is being closed, which makes another
	}
	slog.Error("back up", "error", err)
	m := ui.Explain(err)
	m.What = assets.Text("Upkeep.NoBackup") + m.What
	m.Tone = ui.ToneWarning
	w.notices.set(noticeBackup, m)
}
