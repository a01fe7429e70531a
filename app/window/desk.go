package window

import (
	"context"

	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/store"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/setup"
)

func (w *Window) residents() setup.Residents { return w.opt.Store.Setup().Residents }

// personOf computes who a document belongs to. Without a document, or for one
// that names nobody, the id is random.
func personOf(ctx context.Context, s *store.Session, d record.Document) (id uuid.UUID, named bool, err error) {
	doc, _ := ident.ParseDocument(d.Type, d.Number, d.Issuer, s.Today())
	scheme, issuer, number, ok := ident.SchemeOf(doc)
	if !ok {
		id, err = uuid.NewV7()
		return id, false, err
	}
	id, err = s.PersonID(ctx, scheme, issuer, number)
	return id, true, err
}

// AskClose closes the window, after asking when something is unsaved.
func (w *Window) AskClose(closeNow func()) {
	if w.curtain != nil { // the draft is on disk, and nobody is here to be asked
		closeNow()
		return
	}
	w.leaving(func() { w.finish(closeNow) })
}

// leaving does what leaves the page: at once, after asking when something is
// unsaved, and not at all while a save is under way, which takes a moment.
func (w *Window) leaving(leave func()) {
	switch v, is := w.now.(*visit); {
	case is && v.busy:
	case is && v.unsaved():
		v.askLeave(leave)
	default:
		leave()
	}
}

func (v *visit) askLeave(leave func()) {
	v.w.dialogs.Choose(ui.NewMessage(ui.ToneWarning, "Message.LeaveUnsaved"), ui.Option{Label: "Button.Stay"},
		ui.Option{Label: "Button.Park", Do: func() { v.park(leave) }},
		ui.Option{Label: "Button.Leave", Danger: true, Do: func() { v.giveUp(leave) }})
}
