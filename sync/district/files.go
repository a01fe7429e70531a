package district

import (
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/pack"
	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// file is one locked file with what is known of it.
type file struct {
	archive.File
	rows  []archive.Event // what was here, without contents
	past  []record.Marked // the same, opened
	fresh []*entry
	group *group
}

// group is the files that links, unlinks or moves have ever joined: they are read
// together and stand in the same views.
type group struct{ files []*file }

func (in *intake) touch(f record.File) *file {
	if have := in.files[f]; have != nil {
		return have
	}
	made := &file{File: archive.File{File: f}}
	in.files[f] = made
	in.order = append(in.order, made)
	return made
}

// lockFiles locks the files the new events stand in and those joined with them,
// and reads what was said in them before.
func (in *intake) lockFiles() error {
	for _, e := range in.fresh {
		if e.erased {
			continue
		}
		e.file = in.touch(e.event.File)
		e.file.fresh = append(e.file.fresh, e)
		if e.also != (record.File{}) {
			in.touch(e.also)
		}
	}
	for _, e := range in.remarked {
		if e.row.Header.File != (record.File{}) {
			e.file = in.touch(e.row.Header.File)
		}
	}
	for locked := 0; locked < len(in.order); {
		wanted := in.order[locked:]
		locked = len(in.order)
		if err := in.lock(wanted); err != nil {
			return err
		}
		if err := in.addJoined(wanted); err != nil {
			return err
		}
	}
	if err := in.read(); err != nil {
		return err
	}
	in.gather()
	// Only now: who erases somebody locks the file too.
	erased, err := in.d.erasuresIn(in.tx)
	in.erased = erased
	return err
}

func (in *intake) lock(files []*file) error {
	names := make([]record.File, len(files))
	for i, f := range files {
		names[i] = f.File.File
	}
	rows, err := in.tx.LockFiles(names)
	if err != nil {
		return err
	}
	for i, f := range files {
		f.File = rows[i]
	}
	return nil
}

func (in *intake) addJoined(files []*file) error {
	var rows []int64
	for _, f := range files {
		if f.File.File.Kind == record.KindPerson && f.Changes > 1 {
			rows = append(rows, f.Row)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	joined, err := in.tx.JoinedWith(rows)
	if err != nil {
		return err
	}
	for _, j := range joined {
		in.touch(j.File)
	}
	return nil
}

// read opens the earlier events of files whose state or views they decide.
func (in *intake) read() error {
	byRow := map[int64]*file{}
	var rows []int64
	for _, f := range in.order {
		if f.Changes > 1 && !organisational(f.File.File.Kind) {
			byRow[f.Row] = f
			rows = append(rows, f.Row)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	events, err := in.tx.EventsOf(rows...)
	if err != nil {
		return err
	}
	opened := make([]record.Marked, len(events))
	if err := inParts(len(events), func(i int) (err error) {
		opened[i], err = in.d.reveal(&events[i])
		return err
	}); err != nil {
		return err
	}
	for i := range events {
		f := byRow[events[i].File]
		if merged, found := in.mergedMark(events[i].Header.ID); found {
			events[i].Mark, opened[i].Mark = merged, merged
		}
		events[i].Content = nil
		f.rows, f.past = append(f.rows, events[i]), append(f.past, opened[i])
		in.d.clock.hear(opened[i].Mark.Effective)
	}
	return nil
}

// mergedMark is the mark a known event has from now on, when it is another.
func (in *intake) mergedMark(id uuid.UUID) (record.Mark, bool) {
	for _, e := range in.remarked { // few, after a restore; none otherwise
		if e.event.ID == id {
			return e.row.Mark, true
		}
	}
	return record.Mark{}, false
}

// reveal opens a stored event.
func (d *District) reveal(e *archive.Event) (record.Marked, error) {
	m := record.Marked{Event: e.Header, Mark: e.Mark}
	if e.Content == nil {
		return m, nil
	}
	if err := pack.Open(d.secrets.Bodies, &m.Event, e.Content); err != nil {
		return m, fmt.Errorf("open event %s: %w", e.Header.ID, err)
	}
	return m, nil
}

// gather finds the groups: from events that name two files, whatever became of
// them.
func (in *intake) gather() {
	for _, f := range in.order {
		f.group = &group{files: []*file{f}}
	}
	for _, f := range in.order {
		for i := range f.past {
			if also, two := record.Also(&f.past[i].Event); two {
				in.unite(f, in.files[also])
			}
		}
		for _, e := range f.fresh {
			if e.also != (record.File{}) {
				in.unite(f, in.files[e.also])
			}
		}
	}
}

func (in *intake) unite(a, b *file) {
	if b == nil || a.group == b.group {
		return
	}
	into, from := a.group, b.group
	into.files = append(into.files, from.files...)
	for _, f := range from.files {
		f.group = into
	}
}

// organisational says that files of the kind are the organisation's: everybody
// reads them, and no person is in them but staff.
func organisational(k record.Kind) bool {
	switch k {
	case record.KindUnion, record.KindEmployer, record.KindCommunity, record.KindCodes, record.KindStaff, record.KindCentre:
		return true
	}
	return false
}
