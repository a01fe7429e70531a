package window

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
	"ruhui/store/vault"
)

// passwordPage sets a new password: of who is signed in, by the present one, or
// of somebody who has forgotten it, by the recovery code from the envelope.
type passwordPage struct {
	w     *Window
	ctx   context.Context
	keys  *ui.KeyMap
	form  *ui.Form
	offer *ui.Note
	rows  *fyne.Container
	forgo bool // it was forgotten; nobody is signed in
	busy  bool
	words []string
}

const (
	fieldLogin    = "Field.Login"
	fieldPassword = "Field.Password"
	fieldOld      = "Password.Old"
	fieldRecovery = "Password.Recovery"
	fieldNew      = "Password.New"
	fieldAgain    = "Password.Again"
)

func newPasswordPage(w *Window) *passwordPage {
	p := &passwordPage{w: w, keys: w.keys.Child(), form: ui.NewForm(), offer: ui.NewNote(""), forgo: w.session == nil}
	if p.forgo {
		p.form.Plain(fieldLogin).Require()
		p.form.Number(fieldRecovery).Require()
	} else {
		p.form.Password(fieldOld).Require()
	}
	p.form.Password(fieldNew).Require()
	p.form.Password(fieldAgain).Require()
	p.form.OnDone = p.onSet
	p.keys.Bind("Password.Set", p.onSet, ui.Key{Name: fyne.KeyF9})
	p.keys.Bind("Password.Offer", p.onOffer, ui.Key{Name: fyne.KeyF6})
	p.keys.Bind("Button.GoBack", p.onBack, ui.Key{Name: fyne.KeyEscape})
	return p
}

func (p *passwordPage) keyMap() *ui.KeyMap { return p.keys }
func (p *passwordPage) unsaved() bool      { return false }

func (p *passwordPage) build() fyne.CanvasObject {
	title, text := "Password.Change", "Password.ChangeHelp"
	if p.forgo {
		title, text = "Password.Reset", "Password.ResetHelp"
	}
	p.rows = container.NewVBox(ui.NewHeading(assets.Text(title)), ui.NewNote(assets.Text(text)), container.New(whole{}, p.form),
		container.NewHBox(ui.NewButton("Button.GoBack", p.onBack), ui.NewButton("Password.Offer", p.onOffer), ui.NewPrimary("Password.Set", p.onSet)), p.offer)
	return container.NewCenter(container.New(layout.NewGridWrapLayout(fyne.NewSize(640, 520)), p.rows))
}

func (p *passwordPage) shown(ctx context.Context) {
	p.ctx = ctx
	p.form.FocusFirst()
	ui.Load(ctx, func(context.Context) ([]string, error) { return passwordWords() }, func(words []string, err error) {
		if err != nil {
			p.w.fail(err, nil)
			return
		}
		p.words = words
		p.onOffer()
	})
}

// onOffer shows another four words.
func (p *passwordPage) onOffer() {
	words, err := vault.Offer(p.words)
	if err != nil { // the words are still being read
		return
	}
	p.offer.Set(ui.ToneInfo, assets.Text("Password.Offered", "words", words))
	p.rows.Refresh()
}

func (p *passwordPage) onBack() {
	if p.forgo {
		p.w.put(newSignIn(p.w))
		return
	}
	p.w.home()
}

func (p *passwordPage) onSet() {
	p.form.ClearMessages()
	for _, f := range p.form.Names() {
		if p.form.Value(f) == "" {
			p.form.SetError(f, "Message.Required", "field", assets.Text(f))
		}
	}
	if p.form.Errors() == 0 && p.form.Value(fieldNew) != p.form.Value(fieldAgain) {
		p.form.SetError(fieldAgain, "Password.Differ")
	}
	if p.busy || p.form.FocusError() {
		return
	}
	p.busy = true
	p.w.status.Say(ui.Status{Text: assets.Text("Ui.Checking")})
	values, session, store := p.form.Values(), p.w.session, p.w.opt.Store
	ui.Load(p.ctx, func(ctx context.Context) (struct{}, error) {
		if session == nil {
			return struct{}{}, store.ResetPassword(ctx, values[fieldLogin], values[fieldRecovery], values[fieldNew])
		}
		return struct{}{}, session.ChangePassword(ctx, values[fieldOld], values[fieldNew])
	}, p.onAnswer)
}

func (p *passwordPage) onAnswer(_ struct{}, err error) {
	p.busy = false
	p.w.status.Say(ui.Status{})
	switch {
	case store.KeyOf(err) == store.KeyPasswordShort && err != nil:
		p.form.SetError(fieldNew, "Password.Short", "n", vault.MinPassword)
		p.form.FocusError()
	case store.KeyOf(err) == store.KeyRecoveryTyped && err != nil:
		p.form.SetError(fieldRecovery, "Password.BadRecovery")
		p.form.FocusError()
	case err != nil:
		p.w.fail(err, func() { p.form.FocusFirst() })
	default:
		p.w.dialogs.Tell(ui.NewMessage(ui.ToneGood, "Password.Done"), func() {
			p.w.nagPassword()
			p.onBack()
		})
	}
}

func (w *Window) showPassword() {
	if w.session != nil {
		w.show(newPasswordPage(w))
	}
}

// nagPassword says that a password is old. It is never refused.
func (w *Window) nagPassword() {
	if w.session == nil || !w.session.PasswordOld() {
		w.notices.set(noticePassword, ui.Message{})
		return
	}
	w.notices.set(noticePassword, ui.Message{What: assets.Text("Message.PasswordOld", "n", w.session.PasswordAge()), Tone: ui.ToneWarning})
}

// offered is how many words are drawn from: the most frequent ones, which
// everybody can spell. Four of them are some 48 bits.
const offered = 4000

// passwordWords are the readings of frequent words of two syllables, without
// blanks, each once. Callers share them.
var passwordWords = sync.OnceValues(readPasswordWords)

func readPasswordWords() ([]string, error) {
	data, err := assets.Pinyin()
	if err != nil {
		return nil, err
	}
	weights := map[string]int{}
	for line := range strings.Lines(string(data)) {
		part := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(part) != 3 || strings.Count(part[0], " ") != 1 {
			continue
		}
		weight, err := strconv.Atoi(part[2])
		if err != nil {
			continue // a line without a weight is no frequent word
		}
		reading := strings.ReplaceAll(part[0], " ", "")
		weights[reading] = max(weights[reading], weight)
	}
	words := make([]string, 0, len(weights))
	for reading := range weights {
		words = append(words, reading)
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(weights[b]-weights[a], strings.Compare(a, b)) })
	return words[:min(len(words), offered)], nil
}
