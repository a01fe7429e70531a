package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhui/assets"
)

// Field is one labelled value of a form. Its methods return the field, so that
// a form is written as one line for each.
type Field struct {
	Name  string
	Input Input

	form     *Form
	label    *Text
	star     *Text
	message  *Text
	cell     *fyne.Container
	wide     bool
	sentence bool // the label is long and has half of the row
	required bool
	hint     string
	tone     Tone
	loaded   string
}

func newField(form *Form, name string, input Input) *Field {
	f := &Field{
		Name: name, Input: input, form: form,
		label:   NewText("", "", ""),
		star:    NewText("", theme.ColorNameError, ""),
		message: NewText("", ColorMuted, theme.SizeNameCaptionText),
	}
	f.label.Align, f.label.Cut, f.message.Cut = fyne.TextAlignTrailing, true, true
	below := container.NewStack(f.message)
	if b, ok := input.(interface{ Bar() fyne.CanvasObject }); ok {
		below.Add(b.Bar())
	}
	f.cell = container.New(&cellLayout{field: f}, f.star, f.label, input, below)
	f.Label(name)
	f.Hint(name + ".Hint")
	return f
}

// Label sets the translation key of the label; it is the name unless set. A
// check box carries it on itself.
func (f *Field) Label(key string) *Field {
	if c, ok := f.Input.(*Check); ok {
		c.SetText(assets.Text(key))
		return f
	}
	f.label.Set(assets.Text(key), "")
	return f
}

// Hint sets the translation key of what stands below the field while there is
// no message; it is the name and ".Hint" unless set, and may be missing.
func (f *Field) Hint(key string) *Field {
	f.hint = ""
	if assets.HasText(key) {
		f.hint = assets.Text(key)
	}
	f.show()
	return f
}

// Require marks the field with a star. That it is empty is for the record's
// rules to notice.
func (f *Field) Require() *Field {
	f.required = true
	f.star.Set("*", theme.ColorNameError)
	return f
}

// Wide gives the field both columns.
func (f *Field) Wide() *Field {
	f.wide = true
	return f
}

// Sentence gives a wide field a label as long as half of the row, as it is to be
// read: the name of a paper, a question.
func (f *Field) Sentence(text string) *Field {
	f.sentence, f.wide = true, true
	f.label.Set(text, "")
	return f
}

// Limit sets how many characters an entry takes.
func (f *Field) Limit(runes int) *Field {
	if e, ok := f.Input.(*Entry); ok {
		e.MaxRunes = runes
	}
	return f
}

// Private keeps the field's text off the clipboard.
func (f *Field) Private() *Field {
	if e, ok := f.Input.(*Entry); ok {
		e.Sensitive = true
	}
	return f
}

// ReadOnly shows the value without letting it be changed.
func (f *Field) ReadOnly(on bool) *Field {
	if on {
		f.Input.Disable()
	} else {
		f.Input.Enable()
	}
	return f
}

// Shown hides the field or shows it again; a hidden field keeps its value.
func (f *Field) Shown(on bool) *Field {
	if f.cell.Visible() == on {
		return f
	}
	if on {
		f.cell.Show()
	} else {
		f.cell.Hide()
	}
	f.form.relayout()
	return f
}

// Scanned sets who receives a barcode scanned into this field; see Entry.OnScan.
func (f *Field) Scanned(take func(text string) bool) *Field {
	if e, ok := f.Input.(*Entry); ok {
		e.OnScan = take
	}
	return f
}

// Say shows a message below the field: the text of the translation key. It is
// told by a sign as well as by its colour.
func (f *Field) Say(tone Tone, key string, pairs ...any) {
	f.tone = tone
	f.message.Set(toneSign(tone)+assets.Text(key, pairs...), toneColor(tone))
	f.Input.SetTone(tone)
}

// Clear takes the message away; the hint is shown again.
func (f *Field) Clear() {
	f.tone = ToneNone
	f.Input.SetTone(ToneNone)
	f.show()
}

// Message is what stands below the field, "" if nothing but its hint.
func (f *Field) Message() string {
	if f.tone == ToneNone {
		return ""
	}
	return f.message.Text
}

func (f *Field) show() {
	if f.tone == ToneNone {
		f.message.Set(f.hint, ColorMuted)
	}
}

// usable reports whether the focus can go there.
func (f *Field) usable() bool { return f.cell.Visible() && !f.Input.Disabled() }

// cellLayout puts the label left of the input, the message below the input.
type cellLayout struct{ field *Field }

func (l *cellLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	input := l.field.Input.MinSize()
	return fyne.NewSize(theme.Size(SizeLabel)+2*theme.InnerPadding()+input.Width,
		input.Height+theme.Size(SizeMessage))
}

func (l *cellLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	star, label, input, below := objects[0], objects[1], objects[2], objects[3]
	left, gap := theme.Size(SizeLabel), theme.InnerPadding()
	if l.field.sentence {
		left = size.Width / 2
	}
	starWidth := star.MinSize().Width
	height := size.Height - theme.Size(SizeMessage)
	// Beside several lines the label stands at the first of them.
	line := fyne.Min(height, theme.Size(theme.SizeNameText)+4*theme.InnerPadding())
	label.Resize(fyne.NewSize(left-starWidth-gap/2, line))
	label.Move(fyne.NewPos(0, 0))
	star.Resize(fyne.NewSize(starWidth, line))
	star.Move(fyne.NewPos(left-starWidth, 0))
	input.Resize(fyne.NewSize(size.Width-left-gap, height))
	input.Move(fyne.NewPos(left+gap, 0))
	below.Resize(fyne.NewSize(size.Width-left-gap, theme.Size(SizeMessage)))
	below.Move(fyne.NewPos(left+gap, height))
}
