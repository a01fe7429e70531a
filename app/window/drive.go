package window

import "ruhui/app/ui"

// What somebody watching the window can see and do, for a visit that plays by
// itself and for tests. All of it runs on Fyne's thread.

// Page names the page that is shown: signin, card, residence, materials, union,
// review, done, find, person, today, parked,
// password, technician or locked.
func (w *Window) Page() string {
	if w.locked != nil {
		return "locked"
	}
	switch s := w.now.(type) {
	case *signIn:
		return "signin"
	case *passwordPage:
		return "password"
	case *visit:
		return pageNames[s.at]
	case *parked:
		return "parked"
	case *find:
		return "find"
	case *personPage:
		return "person"
	case *today:
		return "today"
	case *guest:
		return "technician"
	}
	return ""
}

// Value is what stands in a field of the page.
func (w *Window) Value(field string) string {
	if f := w.form(); f != nil {
		return f.Value(field)
	}
	return ""
}

// Type puts the focus into a field and a value there, as somebody typing does.
func (w *Window) Type(field, value string) {
	if f := w.form(); f != nil {
		f.Focus(field)
		f.Put(field, value)
	}
}

// TellNotice ticks that the notice of the residence page was read out.
func (w *Window) TellNotice() {
	if v, is := w.now.(*visit); is {
		if p, is := v.pages[v.at].(*residencePage); is {
			p.told.SetValue("1")
		}
	}
}

// SlipLink is the address the slip of the visit that was saved leads to; "" when
// there is none.
func (w *Window) SlipLink() string {
	if v, is := w.now.(*visit); is && v.saved {
		return link(w.residents(), v.outcome.Token)
	}
	return ""
}

// Found is how many persons the page for finding lists.
func (w *Window) Found() int {
	if f, is := w.now.(*find); is {
		return len(f.hits)
	}
	return 0
}

// form is the form of the page, nil when it has none.
func (w *Window) form() *ui.Form {
	if w.locked != nil {
		return w.locked.form
	}
	switch s := w.now.(type) {
	case *signIn:
		return s.form
	case *passwordPage:
		return s.form
	case *find:
		return s.form
	case *visit:
		return formOf(s.pages[s.at])
	}
	return nil
}
