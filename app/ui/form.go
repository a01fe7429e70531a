package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ruhui/assets"
)

// Form is labelled fields in two aligned columns (one where it is narrow), in
// sections, each field with a line for its message. Values go in and out as
// plain text by the field's name. It scrolls to what has the focus.
type Form struct {
	widget.BaseWidget

	// OnChange is called when the visitor's data changes by hand, not by Fill.
	OnChange func(name, value string)
	// OnLeft is called when a field is left, which is when a draft is saved.
	OnLeft func(name, value string)
	// OnDone is called for Return in the last field.
	OnDone func()

	fields  []*Field
	byName  map[string]*Field
	grid    *fyne.Container
	layout  *gridLayout
	scroll  *container.Scroll
	filling bool
}

// NewForm returns an empty form.
func NewForm() *Form {
	f := &Form{byName: make(map[string]*Field), layout: &gridLayout{}}
	f.grid = container.New(f.layout)
	f.scroll = container.NewVScroll(f.grid)
	f.ExtendBaseWidget(f)
	return f
}

// Section starts a section titled by the translation key.
func (f *Form) Section(title string) {
	f.grid.Add(newSection(assets.Text(title)))
}

// Insert puts any other object across both columns, between the fields.
func (f *Form) Insert(object fyne.CanvasObject) { f.grid.Add(object) }

// Add appends a field with that input. The name is the field's word, "Mobile",
// which is also its label's translation key unless another is set.
func (f *Form) Add(name string, input Input) *Field {
	field := newField(f, name, input)
	f.fields = append(f.fields, field)
	f.byName[name] = field
	f.layout.add(field)
	f.grid.Add(field.cell)
	f.connect(field, len(f.fields)-1)
	return field
}

func (f *Form) connect(field *Field, index int) {
	h := field.Input.events()
	h.next = func() { f.focusFrom(index+1, 1) }
	h.previous = func() { f.focusFrom(index-1, -1) }
	h.onFocus = func() { f.reveal(field) }
	h.onValue = func(value string) {
		if f.filling {
			return
		}
		// What was wrong may be right now; the next check says.
		field.Clear()
		if f.OnChange != nil {
			f.OnChange(field.Name, value)
		}
	}
	h.onLeft = func(value string) {
		if f.OnLeft != nil {
			f.OnLeft(field.Name, value)
		}
	}
}

// Text appends an entry for free text, with pinyin input.
func (f *Form) Text(name string) *Field { return f.Add(name, NewPinyinEntry(PinyinText)) }

// PersonName appends an entry for a person's name: surnames come first in its pinyin.
func (f *Form) PersonName(name string) *Field { return f.Add(name, NewPinyinEntry(PinyinName)) }

// Plain appends an entry for free text without pinyin.
func (f *Form) Plain(name string) *Field { return f.Add(name, NewEntry(ModeText)) }

// Digits appends an entry for digits.
func (f *Form) Digits(name string) *Field { return f.Add(name, NewEntry(ModeDigits)) }

// Number appends an entry for the number of a document or a credit code.
func (f *Form) Number(name string) *Field { return f.Add(name, NewEntry(ModeNumber)) }

// Date appends an entry for a date, 2006-01-02.
func (f *Form) Date(name string) *Field { return f.Add(name, NewEntry(ModeDate)) }

// Term appends an entry for a date or 长期.
func (f *Form) Term(name string) *Field { return f.Add(name, NewEntry(ModeTerm)) }

// Phone appends an entry for a telephone number.
func (f *Form) Phone(name string) *Field { return f.Add(name, NewEntry(ModePhone)) }

// Amount appends an entry for yuan.
func (f *Form) Amount(name string) *Field { return f.Add(name, NewEntry(ModeAmount)) }

// Lines appends a wide entry of several lines, with pinyin input.
func (f *Form) Lines(name string, rows int) *Field {
	e := NewLines(rows)
	e.usePinyin(PinyinText)
	return f.Add(name, e).Wide()
}

// Password appends an entry for a password.
func (f *Form) Password(name string) *Field { return f.Add(name, NewPassword()) }

// Choice appends a choice.
func (f *Form) Choice(name string, choices []Choice) *Field { return f.Add(name, NewSelect(choices)) }

// Check appends a check box; its value is "1" or "".
func (f *Form) Check(name string) *Field { return f.Add(name, NewCheck("")) }

// Field returns the field of that name. A name that was never added is a slip
// in the program; nil is returned.
func (f *Form) Field(name string) *Field { return f.byName[name] }

// Names are the names of the fields in their order.
func (f *Form) Names() []string {
	names := make([]string, len(f.fields))
	for i, field := range f.fields {
		names[i] = field.Name
	}
	return names
}

// Value returns one field's value, "" for a name that was never added.
func (f *Form) Value(name string) string {
	if field := f.byName[name]; field != nil {
		return field.Input.Value()
	}
	return ""
}

// Values returns all values by name, hidden fields' too.
func (f *Form) Values() map[string]string {
	values := make(map[string]string, len(f.fields))
	for _, field := range f.fields {
		values[field.Name] = field.Input.Value()
	}
	return values
}

// Fill sets every field, to "" where values has nothing, clears the messages,
// and remembers the values as what Changed compares with.
func (f *Form) Fill(values map[string]string) {
	f.filling = true
	defer func() { f.filling = false }()
	for _, field := range f.fields {
		field.Input.SetValue(values[field.Name])
		field.loaded = field.Input.Value()
		field.Clear()
	}
}

// Put sets one field as if typed by hand: from a card, or a scan. Changed will
// have it; OnChange is called.
func (f *Form) Put(name, value string) {
	if field := f.byName[name]; field != nil {
		field.Input.SetValue(value)
	}
}

// Changed returns the values that differ from what Fill set: what was said in
// this visit, not what was merely shown.
func (f *Form) Changed() map[string]string {
	changed := make(map[string]string)
	for _, field := range f.fields {
		if v := field.Input.Value(); v != field.loaded {
			changed[field.Name] = v
		}
	}
	return changed
}

// SetError marks a field as wrong, with the text of the translation key.
func (f *Form) SetError(name, key string, pairs ...any) { f.say(name, ToneError, key, pairs) }

// SetWarning marks a field as doubtful; the value is taken all the same.
func (f *Form) SetWarning(name, key string, pairs ...any) { f.say(name, ToneWarning, key, pairs) }

// SetNote shows what is good to know about a field.
func (f *Form) SetNote(name, key string, pairs ...any) { f.say(name, ToneInfo, key, pairs) }

func (f *Form) say(name string, tone Tone, key string, pairs []any) {
	if field := f.byName[name]; field != nil {
		field.Say(tone, key, pairs...)
	}
}

// ClearMessages takes all messages away.
func (f *Form) ClearMessages() {
	for _, field := range f.fields {
		field.Clear()
	}
}

// Errors counts the fields marked as wrong.
func (f *Form) Errors() int {
	n := 0
	for _, field := range f.fields {
		if field.tone == ToneError {
			n++
		}
	}
	return n
}

// Focus gives a field the focus.
func (f *Form) Focus(name string) {
	if field := f.byName[name]; field != nil {
		f.focus(field)
	}
}

// FocusFirst gives the first usable field the focus.
func (f *Form) FocusFirst() { f.focusFrom(0, 1) }

// FocusError gives the first wrong field the focus and reports whether there
// is one.
func (f *Form) FocusError() bool {
	for _, field := range f.fields {
		if field.tone == ToneError && field.usable() {
			f.focus(field)
			return true
		}
	}
	return false
}

// focusFrom focuses the first usable field from index on, in steps of step.
func (f *Form) focusFrom(index, step int) {
	for ; index >= 0 && index < len(f.fields); index += step {
		if f.fields[index].usable() {
			f.focus(f.fields[index])
			return
		}
	}
	if step > 0 && index > 0 && f.OnDone != nil {
		f.OnDone()
	}
}

func (f *Form) focus(field *Field) {
	c := fyne.CurrentApp().Driver().CanvasForObject(f)
	if c == nil {
		c = field.Input.events().keys.on()
	}
	if c != nil {
		c.Focus(field.Input)
	}
}

// reveal scrolls until the whole field can be seen.
func (f *Form) reveal(field *Field) {
	top := field.cell.Position().Y
	bottom := top + field.cell.Size().Height
	at, height := f.scroll.Offset.Y, f.scroll.Size().Height
	switch {
	case top < at:
		f.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > at+height:
		f.scroll.ScrollToOffset(fyne.NewPos(0, bottom-height))
	}
}

// Resize settles how many columns there are before anything is laid out.
func (f *Form) Resize(size fyne.Size) {
	f.layout.width = size.Width
	f.BaseWidget.Resize(size)
}

// CreateRenderer shows the scrolled grid.
func (f *Form) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	return widget.NewSimpleRenderer(f.scroll)
}

// Whole is the height the form needs to show everything at that width.
func (f *Form) Whole(width float32) float32 {
	f.layout.width = width
	return f.grid.MinSize().Height + theme.Padding()
}

func (f *Form) content() []fyne.CanvasObject { return f.grid.Objects }

func (f *Form) relayout() {
	f.grid.Refresh()
	f.scroll.Refresh()
}
