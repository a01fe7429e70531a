package sync

import "errors"

// errEntry is a mistake of the caller's: neither an event nor a directory entry.
var errEntry = errors.New("entry is neither a marked event nor a directory entry")

// The forms stand for messages that carry many entries: the member with the
// entries hides the message's own of the same name.
type (
	batchForm struct {
		*Batch
		Entries *table `json:"entries"`
	}
	pageForm struct {
		*Page
		Lines *table `json:"lines"`
	}
	offerForm struct {
		*Offer
		Pages []pageForm `json:"pages"`
	}
	fileForm struct {
		*PersonFile
		Events *table `json:"events"`
	}
	pushedForm struct {
		*Pushed
		Marks *givens `json:"marks"`
	}
)

// formOf gives what the first line holds, and the bodies of the others.
func formOf(m any) (any, [][]byte, error) {
	switch m := m.(type) {
	case Batch:
		return formOf(&m)
	case Page:
		return formOf(&m)
	case Offer:
		return formOf(&m)
	case PersonFile:
		return formOf(&m)
	case Pushed:
		return formOf(&m)
	case *Batch:
		t, bodies, err := newTable(batchRows(m))
		return batchForm{m, t}, bodies, err
	case *Page:
		t, bodies, err := newTable(m.Lines)
		return pageForm{m, t}, bodies, err
	case *Offer:
		return offerOf(m)
	case *PersonFile:
		t, bodies, err := newTable(fileRows(m))
		return fileForm{m, t}, bodies, err
	case *Pushed:
		g, err := newGivens(m.Marks)
		return pushedForm{m, g}, nil, err
	}
	return m, nil, nil
}

func offerOf(m *Offer) (any, [][]byte, error) {
	form := offerForm{m, make([]pageForm, len(m.Pages))}
	var all [][]byte
	for i := range m.Pages {
		t, bodies, err := newTable(m.Pages[i].Lines)
		if err != nil {
			return nil, nil, err
		}
		form.Pages[i] = pageForm{&m.Pages[i], t}
		all = append(all, bodies...)
	}
	return form, all, nil
}

func batchRows(b *Batch) []Line {
	rows := make([]Line, len(b.Entries))
	for i := range b.Entries {
		rows[i] = Line{Event: &b.Entries[i].Event, Digest: b.Entries[i].Digest}
	}
	return rows
}

func fileRows(f *PersonFile) []Line {
	rows := make([]Line, len(f.Events))
	for i := range f.Events {
		rows[i] = Line{Event: &f.Events[i].Event, Mark: &f.Events[i].Mark}
	}
	return rows
}
