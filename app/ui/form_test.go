package ui

import (
	"maps"
	"testing"

	"fyne.io/fyne/v2"
)

func registration(t *testing.T) (*Form, fyne.Window) {
	t.Helper()
	start(t)
	f := SampleForm()
	return f, show(t, f, 1024, 300)
}

func TestForm_gives_back_what_it_was_filled_with(t *testing.T) {
	f, _ := registration(t)
	f.OnChange = func(name, _ string) { t.Errorf("filling reported a change of %s", name) }
	want := SampleValues()
	f.Fill(want)
	got := f.Values()
	for name, value := range got {
		if value != want[name] {
			t.Errorf("%s: got %q, want %q", name, value, want[name])
		}
	}
	if len(f.Changed()) != 0 {
		t.Errorf("nothing was touched, changed %v", f.Changed())
	}
}

func TestForm_changed_is_what_was_said_now(t *testing.T) {
	f, _ := registration(t)
	f.Fill(SampleValues())
	var reported []string
	f.OnChange = func(name, value string) { reported = append(reported, name+"="+value) }
	f.Put("Mobile", "13900000000")
	f.Field("IsMigrantWorker").Input.SetValue("")
	f.Put("Remark", "来")
	f.Put("Remark", "")
	want := map[string]string{"Mobile": "13900000000", "IsMigrantWorker": ""}
	if got := f.Changed(); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(reported) != 4 || reported[0] != "Mobile=13900000000" {
		t.Errorf("reported %v", reported)
	}
}

func TestForm_return_goes_through_all_usable_fields(t *testing.T) {
	f, w := registration(t)
	f.Field("Birth").Shown(false)
	done := false
	f.OnDone = func() { done = true }
	f.FocusFirst()
	var visited []string
	for range 9 {
		for _, field := range f.fields {
			if field.Input == w.Canvas().Focused() {
				visited = append(visited, field.Name)
			}
		}
		if w.Canvas().Focused() == f.Field("IsMigrantWorker").Input {
			// Return ticks a box; the arrow leaves it.
			press(w.Canvas().Focused(), fyne.KeyDown)
			continue
		}
		press(w.Canvas().Focused(), fyne.KeyReturn)
	}
	want := "[Name Sex DocNo Ethnic Mobile Address ArrivedOn MonthlyWage IsMigrantWorker Remark]"
	for _, field := range f.fields {
		if field.Input == w.Canvas().Focused() {
			visited = append(visited, field.Name)
		}
	}
	if got := sprint(visited); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if done {
		t.Error("done before the last field")
	}
	f.Field("Remark").Shown(false)
	f.Focus("MonthlyWage")
	f.Field("IsMigrantWorker").Shown(false)
	press(w.Canvas().Focused(), fyne.KeyReturn)
	if !done {
		t.Error("Return in the last field reported nothing")
	}
	press(w.Canvas().Focused(), fyne.KeyUp)
	if w.Canvas().Focused() != f.Field("ArrivedOn").Input {
		t.Error("the arrow up does not go back")
	}
}

func TestForm_messages(t *testing.T) {
	f, w := registration(t)
	f.SetWarning("Birth", "Message.BadDate")
	if f.Errors() != 0 || f.FocusError() {
		t.Error("a warning counts as an error")
	}
	f.SetError("Mobile", "Message.BadMobile")
	if f.Errors() != 1 || !f.FocusError() || w.Canvas().Focused() != f.Field("Mobile").Input {
		t.Error("the wrong field has not got the focus")
	}
	if got := f.Field("Mobile").Message(); got != "× 手机号码应为1开头的11位数字" {
		t.Errorf("message %q", got)
	}
	f.Field("Mobile").Input.(*Entry).TypedRune('1')
	if f.Field("Mobile").Message() != "" || f.Errors() != 0 {
		t.Error("the message stays although the value changed")
	}
	f.ClearMessages()
	if f.Field("Birth").Message() != "" {
		t.Error("a message stays")
	}
}

func TestForm_scrolls_to_the_focus(t *testing.T) {
	f, _ := registration(t)
	f.Focus("Remark")
	cell := f.Field("Remark").cell
	top, bottom := f.scroll.Offset.Y, f.scroll.Offset.Y+f.scroll.Size().Height
	if y := cell.Position().Y; y < top || y+cell.Size().Height > bottom {
		t.Errorf("field from %v to %v, in sight %v to %v", y, y+cell.Size().Height, top, bottom)
	}
	f.Focus("Name")
	if y := f.Field("Name").cell.Position().Y; y < f.scroll.Offset.Y {
		t.Errorf("first field at %v, in sight from %v", y, f.scroll.Offset.Y)
	}
}

func TestForm_reports_leaving(t *testing.T) {
	f, _ := registration(t)
	left := map[string]string{}
	f.OnLeft = func(name, value string) { left[name] = value }
	f.Focus("Mobile")
	f.Field("Mobile").Input.SetValue("138")
	f.Focus("Name")
	if !maps.Equal(left, map[string]string{"Mobile": "138"}) {
		t.Errorf("got %v", left)
	}
}

func TestForm_has_one_column_where_it_is_narrow(t *testing.T) {
	start(t)
	f := SampleForm()
	w := show(t, f, 1024, 600)
	name, sex := f.Field("Name").cell, f.Field("Sex").cell
	if name.Position().Y != sex.Position().Y {
		t.Error("wide: not side by side")
	}
	w.Resize(fyne.NewSize(600, 600))
	if name.Position().X != sex.Position().X || name.Position().Y >= sex.Position().Y {
		t.Error("narrow: not below each other")
	}
	if f.scroll.Content.Size().Height <= f.scroll.Size().Height {
		t.Error("narrow: nothing to scroll")
	}
}

func TestCheck_keys(t *testing.T) {
	start(t)
	keys, pressed := NewKeyMap(), 0
	keys.Bind("Button.Save", func() { pressed++ }, Key{Name: fyne.KeyF9})
	c := NewCheck("IsMigrantWorker")
	show(t, c, 200, 40)
	Wire(keys, c)
	press(c, fyne.KeyReturn)
	if c.Value() != "1" {
		t.Error("Return does not tick")
	}
	c.TypedRune(' ')
	if c.Value() != "" {
		t.Error("Space does not take the tick away")
	}
	press(c, fyne.KeyF9)
	c.Disable()
	press(c, fyne.KeyReturn)
	if pressed != 1 || c.Value() != "" {
		t.Errorf("F9 pressed %d times; a disabled box is %q", pressed, c.Value())
	}
}

func TestSelect_typing(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"0", "01"}, {"05", "05"}, {"h", "01"}, {"hui", "03"}, {"byz", "09"}, {"满", "11"}, {"１５", "15"}, {"zang", "04"}, {"zz", "04"}, {"qqq", ""},
	} {
		t.Run(c.typed, func(t *testing.T) {
			start(t)
			s := NewSelect(ethnics)
			show(t, s, 200, 40)
			// Quick enough to belong together, too slow for a scanner.
			s.UseClock(&testClock{step: scanGap})
			for _, r := range c.typed {
				s.TypedRune(r)
			}
			if s.Value() != c.want {
				t.Errorf("got %q, want %q", s.Value(), c.want)
			}
		})
	}
}

func TestSelect_keys(t *testing.T) {
	start(t)
	s := NewSelect(Sexes)
	show(t, s, 200, 40)
	press(s, fyne.KeyDown)
	if s.Label() != "男" {
		t.Errorf("down: got %q", s.Label())
	}
	press(s, fyne.KeyDown, fyne.KeyDown)
	if s.Value() != "2" {
		t.Errorf("at the end: got %q", s.Value())
	}
	press(s, fyne.KeyBackspace)
	if s.Value() != "" {
		t.Errorf("Backspace: got %q", s.Value())
	}
	s.SetValue("9")
	if s.Value() != "9" || s.Label() != "9" {
		t.Errorf("an unknown code: got %q shown as %q", s.Value(), s.Label())
	}
}

func TestSelect_list(t *testing.T) {
	start(t)
	s := NewSelect(ethnics)
	w := show(t, s, 300, 500)
	s.UseClock(slow())
	open := func() *picker {
		w.Canvas().Focus(s)
		s.TypedRune(' ')
		p, ok := w.Canvas().Focused().(*picker)
		if !ok {
			t.Fatalf("the list has not got the focus but %T", w.Canvas().Focused())
		}
		return p
	}
	p := open()
	for _, r := range "man" {
		p.TypedRune(r)
	}
	press(p, fyne.KeyReturn)
	if s.Value() != "11" || w.Canvas().Focused() != fyne.Focusable(s) {
		t.Errorf("typed: got %q, focus on %T", s.Value(), w.Canvas().Focused())
	}
	p = open()
	press(p, fyne.KeyHome, fyne.KeyDown, fyne.KeyEscape)
	if s.Value() != "11" || w.Canvas().Overlays().Top() != nil {
		t.Errorf("Escape: got %q", s.Value())
	}
	p = open()
	press(p, fyne.KeyEnd)
	if p.top == 0 {
		t.Error("the list does not follow to its end")
	}
	press(p, fyne.KeyHome)
	pos, _ := p.place()
	p.Tapped(&fyne.PointEvent{Position: pos.AddXY(10, 2.5*p.rowHeight())})
	if s.Value() != "02" {
		t.Errorf("clicked the second: got %q", s.Value())
	}
}
