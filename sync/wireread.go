package sync

import "ruhui/store/record"

// read takes the first line into m, and the bodies behind it.
func read(head []byte, bodies *lines, m any) error {
	switch m := m.(type) {
	case *Batch:
		return readBatch(head, bodies, m)
	case *Page:
		*m = Page{}
		form := pageForm{Page: m}
		if err := decode(head, &form); err != nil {
			return err
		}
		return form.read(bodies)
	case *Offer:
		return readOffer(head, bodies, m)
	case *PersonFile:
		return readFile(head, bodies, m)
	case *Pushed:
		*m = Pushed{}
		form := pushedForm{Pushed: m}
		if err := decode(head, &form); err != nil {
			return err
		}
		marks, err := form.Marks.read()
		m.Marks = marks
		return err
	}
	return decode(head, m)
}

func readBatch(head []byte, bodies *lines, m *Batch) error {
	*m = Batch{}
	form := batchForm{Batch: m}
	if err := decode(head, &form); err != nil {
		return err
	}
	rows, err := form.Entries.read(bodies, false)
	if err != nil {
		return err
	}
	m.Entries = make([]Entry, len(rows))
	for i := range rows {
		if rows[i].Event == nil {
			return malformed("directory entry in a journal")
		}
		m.Entries[i] = Entry{Event: *rows[i].Event, Digest: rows[i].Digest}
	}
	return nil
}

func (f *pageForm) read(bodies *lines) (err error) {
	if f.Page == nil { // an empty object
		f.Page = &Page{}
	}
	f.Page.Lines, err = f.Lines.read(bodies, true)
	return err
}

func readOffer(head []byte, bodies *lines, m *Offer) error {
	*m = Offer{}
	form := offerForm{Offer: m}
	if err := decode(head, &form); err != nil {
		return err
	}
	m.Pages = make([]Page, len(form.Pages))
	for i := range form.Pages {
		if err := form.Pages[i].read(bodies); err != nil {
			return err
		}
		m.Pages[i] = *form.Pages[i].Page
	}
	return nil
}

func readFile(head []byte, bodies *lines, m *PersonFile) error {
	*m = PersonFile{}
	form := fileForm{PersonFile: m}
	if err := decode(head, &form); err != nil {
		return err
	}
	rows, err := form.Events.read(bodies, true)
	if err != nil {
		return err
	}
	m.Events = make([]record.Marked, len(rows))
	for i := range rows {
		if rows[i].Event == nil || rows[i].Digest != nil {
			return malformed("no whole event in a person's file")
		}
		m.Events[i] = record.Marked{Event: *rows[i].Event, Mark: *rows[i].Mark}
	}
	return nil
}

// read gives the lines a table stands for; marked says whether its events must
// have marks, or must not. A message without the table has none.
func (t *table) read(bodies *lines, marked bool) ([]Line, error) {
	if t == nil {
		return nil, nil
	}
	if !t.whole(marked) {
		return nil, malformed("columns of unequal length")
	}
	events := make([]record.Event, t.Events)
	marks := make([]record.Mark, len(t.Verdict.Rows))
	rows := make([]Line, t.Events, t.Events+t.Directory.len())
	var before record.HLC
	for i, ok := 0, true; i < t.Events; i++ {
		events[i] = t.readEvent(i, before, &ok)
		rows[i].Event, before = &events[i], events[i].At
		if marked {
			marks[i] = t.readMark(i, events[i].At, &ok)
			rows[i].Mark = &marks[i]
		}
		if !ok {
			return nil, malformed("a value that is not there")
		}
		var err error
		if events[i].Body, err = t.bodyOf(i, bodies); err != nil {
			return nil, err
		}
	}
	if !t.readDigests(rows) {
		return nil, malformed("digests of events that are not there")
	}
	return t.Directory.insert(rows)
}

// whole checks that each column has one value for each event.
func (t *table) whole(marked bool) bool {
	n := t.Events
	if n < 0 || n > maxRows || t.Directory.len() > maxRows {
		return false
	}
	for _, length := range []int{len(t.Author.Rows), len(t.Type.Rows), len(t.Proven.Rows), len(t.At.Ms), len(t.At.Tick),
		len(t.Kind.Rows), len(t.ID), len(t.Act.Rows), len(t.Visit.Rows), len(t.File.Rows), len(t.Salt)} {
		if length != n {
			return false
		}
	}
	if !marked {
		n = 0
	}
	return len(t.Verdict.Rows) == n && len(t.Effective.Ms) == n && len(t.Effective.Tick) == n
}

// readEvent gives the event of a row without its body.
func (t *table) readEvent(i int, before record.HLC, ok *bool) record.Event {
	by, verb := t.Author.at(i, ok), t.Type.at(i, ok)
	return record.Event{
		ID: t.ID[i], At: t.At.at(i, before, ok), Proven: t.Proven.at(i, ok),
		Origin: record.Origin{Centre: by.Centre, Terminal: by.Terminal}, Staff: by.Staff, Role: by.Role,
		Act: t.Act.at(i, ok), Visit: t.Visit.at(i, ok),
		File: record.File{Kind: t.Kind.at(i, ok), ID: t.File.at(i, ok)},
		Type: verb.Type, Version: verb.Version, Salt: t.Salt[i],
	}
}

func (t *table) readMark(i int, at record.HLC, ok *bool) record.Mark {
	v := t.Verdict.at(i, ok)
	return record.Mark{Effective: t.Effective.at(i, at, ok), Allowed: v.Allowed, Reason: v.Reason}
}

// bodyOf takes one line. An empty one is no body, as an erased event has none, or
// one that was kept apart.
func (t *table) bodyOf(i int, bodies *lines) ([]byte, error) {
	line, err := bodies.next()
	switch {
	case err != nil:
		return nil, err
	case len(line) > 0:
		return line, nil
	}
	return t.Exact[i], nil
}

func (t *table) readDigests(rows []Line) bool {
	const size = len(record.Hash{})
	if len(t.Digests) != size*len(t.Erased) {
		return false
	}
	for i, row := range t.Erased {
		if row < 0 || row >= int64(len(rows)) {
			return false
		}
		digest := record.Hash(t.Digests[i*size:])
		rows[row].Digest = &digest
	}
	return true
}
