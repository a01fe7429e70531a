package window

import (
	"context"
	"log/slog"

	"ruhui/app/folder"
	"ruhui/app/ui"
)

// Settings are what was set at this window.
func (w *Window) Settings() folder.Settings { return w.opt.Settings }

// SaveSettings keeps others and uses them from now on; done, which may be nil,
// hears how that went.
func (w *Window) SaveSettings(s folder.Settings, done func(error)) {
	ui.Load(w.opt.Context, func(context.Context) (struct{}, error) {
		if w.opt.SaveSettings == nil {
			return struct{}{}, nil
		}
		return struct{}{}, w.opt.SaveSettings(s)
	}, func(_ struct{}, err error) {
		if err == nil {
			w.opt.Settings = s
			w.notices.set(noticeSettings, ui.Message{})
		}
		if done != nil {
			done(err)
		}
	})
}

// rememberWindow keeps the sign above this window for the next visits. That it
// cannot be kept disturbs no visit: the slip has it all the same.
func (w *Window) rememberWindow(sign string) {
	if sign == w.opt.Settings.Window {
		return
	}
	s := w.opt.Settings
	s.Window = sign
	w.SaveSettings(s, func(err error) {
		if err != nil {
			slog.Error("keep settings", "error", err)
		}
	})
}
