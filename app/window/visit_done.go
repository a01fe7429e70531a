package window

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/record"
)

// donePage is the last step: both results, shown only after they are on disk,
// with the slip to take away.
type donePage struct {
	v     *visit
	note  *ui.Note
	print *ui.Button
	busy  bool
}

func newDonePage(v *visit) *donePage {
	return &donePage{v: v, note: ui.NewNote("")}
}

func (p *donePage) bind(keys *ui.KeyMap) {
	keys.Bind("Button.PrintReceipt", p.onPrint, ui.Key{Name: fyne.KeyF10})
}

func (p *donePage) build() fyne.CanvasObject {
	out := &p.v.outcome
	rows := container.NewVBox(ui.NewHeading(assets.Text("Done.Saved")), p.note)
	for _, r := range results(p.v) {
		var facts []ui.Fact
		if r.No != "" {
			facts = append(facts, ui.Fact{Label: assets.Text("CaseNo"), Value: groups(r.No)})
		}
		if !r.PromisedOn.IsZero() {
			facts = append(facts, ui.Fact{Label: assets.Text("PromisedOn"), Value: r.PromisedOn.Chinese()})
		}
		if len(r.Missing) > 0 {
			facts = append(facts, ui.Fact{Label: assets.Text("Missing"), Value: join("、", r.Missing...)})
		}
		for _, n := range r.Notes {
			facts = append(facts, ui.Fact{Value: n})
		}
		rows.Add(ui.NewSectionText(join("　", r.Matter, r.State), facts...))
	}
	p.print = ui.NewPrimary("Button.PrintReceipt", p.onPrint)
	rows.Add(container.NewHBox(p.print))
	return container.NewBorder(nil, nil, nil, container.NewPadded(p.code(out.Token)), container.NewVScroll(rows))
}

// code is the slip's page to scan from the screen; with no residents' address
// it holds the case number.
func (p *donePage) code(token string) fyne.CanvasObject {
	text, caption := link(p.v.w.residents(), token), assets.Text("Done.Scan")
	if text == "" {
		text, caption = p.v.outcome.CaseNo, assets.Text("Done.Call", "phone", p.v.w.residents().Telephone)
	}
	qr, err := ui.NewQR(text)
	if err != nil {
		return ui.NewText(caption, "", "")
	}
	return container.NewVBox(container.NewGridWrap(fyne.NewSize(260, 260), qr), ui.NewText(caption, "", ""))
}

func (p *donePage) enter() {
	text := assets.Text("Message.OfflineSaved")
	if d := p.v.sitting.DateAsked; !d.IsZero() {
		text = assets.Text("Message.ClockAsked", "date", d.Chinese())
	}
	p.note.Set(ui.ToneGood, text)
	p.v.w.win.Canvas().Focus(p.print)
}

func (p *donePage) take()                      {}
func (p *donePage) tell([]record.Problem) bool { return false }

// onPrint makes the paper. The visit is saved whatever comes of it.
func (p *donePage) onPrint() {
	if !p.v.saved || p.busy {
		return
	}
	p.busy = true
	sheets, folder, no := papers(p.v), p.v.w.opt.Slips, p.v.outcome.CaseNo
	ui.Load(p.v.ctx, func(context.Context) ([]string, error) {
		return writePapers(folder, sheets, no)
	}, p.onPrinted)
}

func (p *donePage) onPrinted(paths []string, err error) {
	p.busy = false
	if err != nil {
		slog.Error("write slip", "error", err)
		p.note.Set(ui.ToneError, messageOf("SlipFailed"))
		return
	}
	p.v.printed()
	text := assets.Text("Done.Printed", "file", paths[0])
	if len(paths) > 1 {
		text += "\n" + assets.Text("Done.Notice", "file", paths[1])
	}
	p.note.Set(ui.ToneGood, text)
	p.v.focusNext()
}
