package setup

import (
	"github.com/google/uuid"

	"ruhui/store/record"
)

// organisation is what the events say, as far as the checks need it.
type organisation struct {
	centres map[uuid.UUID]record.Centre
	unions  map[uuid.UUID]record.Union
	staff   map[uuid.UUID]record.Staff
	listed  []record.Listed
}

func organise(events []record.Marked) *organisation {
	files := map[record.File][]record.Marked{}
	for _, m := range events {
		files[m.Event.File] = append(files[m.Event.File], m)
	}
	o := &organisation{map[uuid.UUID]record.Centre{}, map[uuid.UUID]record.Union{}, map[uuid.UUID]record.Staff{}, nil}
	for f, list := range files {
		o.listed = append(o.listed, o.fold(f, list).Listed...)
	}
	return o
}

func (o *organisation) fold(f record.File, events []record.Marked) record.Listing {
	switch f.Kind {
	case record.KindCentre:
		c := record.FoldCentre(f.ID, events)
		o.centres[f.ID] = c
		return c.Listing
	case record.KindUnion:
		u := record.FoldUnion(f.ID, events)
		o.unions[f.ID] = u
		return u.Listing
	case record.KindStaff:
		s := record.FoldStaff(f.ID, events)
		o.staff[f.ID] = s
		return s.Listing
	case record.KindEmployer:
		return record.FoldEmployer(f.ID, events).Listing
	case record.KindCommunity:
		return record.FoldCommunity(f.ID, events).Listing
	case record.KindCodes:
		return record.FoldCodes(f.ID, events).Listing
	}
	return record.Listing{} // of a newer program: kept, and folded after the upgrade
}

// check: every body is what its type promises. Other listed events are the
// district's business and no reason to keep a window closed.
func (o *organisation) check() error {
	for _, l := range o.listed {
		if l.Reason == record.Unreadable {
			return invalid("event %s cannot be read", l.Event)
		}
	}
	return nil
}
