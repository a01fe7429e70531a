package district

import (
	"slices"

	"ruhui/store/record"
)

// markAll decides, once and for all, when each new event counts and whether its
// author had the right. What is known keeps the mark it has.
func (in *intake) markAll() error {
	in.d.clock.hear(in.journal.Last)
	in.received = in.d.Time()
	last := in.journal.Last
	for _, e := range in.entries {
		switch {
		case e.same != nil:
			e.row.Mark = e.same.row.Mark
		case e.known:
		case e.mark != nil:
			e.row.Mark = *e.mark
		default:
			e.row.Mark = in.decide(e, last)
		}
		last = max(last, e.row.Mark.Effective)
		in.d.clock.hear(last)
	}
	in.journal.Last = last
	return nil
}

func (in *intake) decide(e *entry, last record.HLC) record.Mark {
	// No genuine proven time lies past our clock: the district gave it. A forged one
	// must not win over everybody until that day has come.
	proven := min(e.event.Proven, in.received)
	at := record.EffectiveTime(e.event.At, proven, in.s.errorMS, in.received, last)
	v := in.judge(e, at)
	return record.Mark{Effective: at, Allowed: v.Allowed, Reason: v.Reason}
}

// judge asks whether the author had the right. What a person's state adds to a
// right is only ever more unions to have it at, so it is folded only for those
// whom their roles alone do not allow the event.
func (in *intake) judge(e *entry, at record.HLC) record.Verdict {
	by := in.org.staffAt(e.event.Staff, at)
	if in.forged(e, by) {
		return record.Verdict{Reason: record.NotAllowed}
	}
	v := record.Judge(&e.event, at, by, in.org, nil)
	if v.Reason != record.NotAllowed || e.file == nil || e.event.File.Kind != record.KindPerson {
		return v
	}
	if p := in.personAt(e, at); p != nil {
		return record.Judge(&e.event, at, by, in.org, p)
	}
	return v
}

// forged: a terminal speaks for itself and its centre, never for the district,
// and in the name of nobody who does not sign in there.
func (in *intake) forged(e *entry, by *record.Staff) bool {
	o := e.event.Origin
	return o.Terminal != in.s.terminal || o.Centre != in.s.centre || e.event.Role == record.RoleDistrictSystem ||
		by != nil && !slices.Contains(by.Centres, o.Centre)
}

// personAt folds what is known of the event's person from just before it.
func (in *intake) personAt(e *entry, at record.HLC) *record.Person {
	var before []record.Marked
	for _, f := range e.file.group.files {
		for _, m := range f.past {
			if m.Mark.Effective < at {
				before = append(before, m)
			}
		}
		for _, other := range f.fresh {
			if m := other.row.Mark; m.Effective != 0 && m.Effective < at { // those behind have none yet
				before = append(before, record.Marked{Event: other.event, Mark: m})
			}
		}
	}
	for _, p := range record.FoldPersons(before) {
		if slices.Contains(p.IDs, e.event.File.ID) {
			return &p
		}
	}
	return nil
}
