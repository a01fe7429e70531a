package simulate

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/pack"
	"ruhui/store/record"
	syncing "ruhui/sync"
	"ruhui/sync/district/archive"
)

// check tries what must hold once all is quiet.
func (w *World) check() {
	w.tb.Helper()
	w.keptOnce()
	w.agree()
	w.conserved()
	w.nothingSkipped()
	for _, t := range w.terminals {
		v, err := t.store.Verify(w.ctx)
		if err != nil {
			w.tb.Errorf("%s: journal does not verify: %v", t.name, err)
		}
		w.counts["events"] = max(w.counts["events"], int(v.Events))
	}
}

// keptOnce: every acknowledged event is at the district and where it was
// written, and a number that was handed out names one subject.
func (w *World) keptOnce() {
	for _, s := range w.said {
		known := w.server.known(w, s.events)
		for _, id := range s.events {
			e, there := known[id]
			if !there {
				w.tb.Errorf("%s: acknowledged event %s is not at the district", s.terminal.name, id)
				continue
			}
			w.sameMark(s.terminal, id, e.Mark)
		}
	}
	w.numbersNameOne()
}

// numbersNameOne: a number on paper names one subject, and names it still, also
// after the district had to give the subject another; unless what it was handed
// out with came to nothing, which is listed for somebody to look at.
func (w *World) numbersNameOne() {
	bearers, former, listed := map[string]uuid.UUID{}, map[string]bool{}, map[uuid.UUID]bool{}
	for _, id := range w.met {
		for _, p := range w.server.persons(w, id) {
			for no, subject := range numbersOf(&p) {
				if other, two := bearers[no]; two && other != subject {
					w.tb.Errorf("one number names two subjects")
				}
				bearers[no] = subject
			}
			for _, no := range formerOf(&p) {
				former[no] = true
			}
			for _, l := range p.Listed {
				listed[l.Event] = listed[l.Event] || !l.Effect
			}
		}
	}
	for _, s := range w.said {
		if slices.ContainsFunc(s.events, func(id uuid.UUID) bool { return listed[id] }) {
			w.counts["listed"]++
			continue
		}
		for _, no := range s.numbers {
			if bearers[no] == uuid.Nil && !former[no] {
				w.tb.Errorf("%s: a number that was handed out names nothing", s.terminal.name)
			}
		}
	}
}

// sameMark: a terminal that holds the event holds the district's mark.
func (w *World) sameMark(t *terminal, id uuid.UUID, mark record.Mark) {
	if t.store == nil {
		return
	}
	held, found, err := t.store.MarkOf(w.ctx, id)
	switch {
	case err != nil:
		w.tb.Fatalf("%s: %v", t.name, err)
	case !found:
		w.tb.Errorf("%s: acknowledged event %s is gone where it was written", t.name, id)
	case held != mark:
		w.tb.Errorf("%s: event %s is marked %+v, at the district %+v", t.name, id, held, mark)
	}
}

// numbersOf gives the numbers in force and whom each names.
func numbersOf(p *record.Person) map[string]uuid.UUID {
	all := map[string]uuid.UUID{}
	for i := range p.Cases {
		all[p.Cases[i].No] = p.Cases[i].ID
	}
	for i := range p.Members {
		all[p.Members[i].No] = p.Members[i].ID
		all[p.Members[i].MemberNo] = p.Members[i].ID
	}
	for i := range p.Transfers {
		all[p.Transfers[i].No] = p.Transfers[i].ID
	}
	delete(all, "")
	return all
}

// formerOf gives numbers the district replaced.
func formerOf(p *record.Person) (all []string) {
	for i := range p.Cases {
		all = append(all, p.Cases[i].Former...)
	}
	for i := range p.Members {
		all = append(all, p.Members[i].Former...)
	}
	for i := range p.Transfers {
		all = append(all, p.Transfers[i].Former...)
	}
	return all
}

// agree: who holds the same side of a person says the same of them.
func (w *World) agree() {
	for _, id := range w.met {
		views := w.server.views(w, id)
		for _, p := range w.server.persons(w, id) {
			for _, t := range w.terminals {
				if !t.reads(views) {
					continue
				}
				here, err := t.session.Person(w.ctx, p.IDs[0])
				if err != nil {
					w.tb.Errorf("%s does not know a person of its view: %v", t.name, err)
					continue
				}
				if a, b := t.side(&here), t.side(&p); a != b {
					w.tb.Errorf("%s and the district say different things of a person:\n %s", t.name, apart(a, b))
				}
				t.listed(w, &here)
				w.counts["compared"]++
			}
		}
	}
}

// listed: what lists and searches show is what the events say.
func (t *terminal) listed(w *World, p *record.Person) {
	name := p.Text(record.FieldName)
	if name == "" {
		return // not of this side
	}
	hits, err := t.session.Find(w.ctx, name)
	if err != nil {
		w.tb.Fatalf("%s: search: %v", t.name, err)
	}
	found := 0
	for _, h := range hits {
		if h.Person != p.IDs[0] {
			if slices.Contains(p.IDs, h.Person) {
				w.tb.Errorf("%s lists a person twice", t.name)
			}
			continue
		}
		found++
		var member record.MembershipState
		if m := p.Member(); m != nil {
			member = m.State
			if h.Union != m.Holding {
				w.tb.Errorf("%s lists another union than the person has", t.name)
			}
		} else if h.Member == record.Active || h.Member == record.Retained {
			w.tb.Errorf("%s lists a member who is none", t.name)
		}
		if member != "" && h.Member != member || h.Listed != len(p.Open()) {
			w.tb.Errorf("%s lists a person as %q with %d to look at, the record says %q and %d", t.name, h.Member, h.Listed, member, len(p.Open()))
		}
	}
	if found != 1 {
		w.tb.Errorf("%s finds a person %d times", t.name, found)
	}
}

// reads says that a terminal reads one of the feeds.
func (t *terminal) reads(views []string) bool {
	for _, v := range views {
		switch v {
		case syncing.TownFeed(demo.Xinfeng):
			if t.centre == demo.Hall {
				return true
			}
		case syncing.TownFeed(demo.Qixing):
			if t.centre == demo.QixingHall {
				return true
			}
		case syncing.UnionFeed(t.union):
			if t.union != uuid.Nil {
				return true
			}
		}
	}
	return false
}

// apart shows where two texts begin to differ.
func apart(a, b string) string {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	piece := func(s string) string { return s[max(at-60, 0):min(at+80, len(s))] }
	return piece(a) + "\n " + piece(b)
}

// side is what this terminal is given of a person, as text.
func (t *terminal) side(p *record.Person) string {
	var of any = p
	if t.union != uuid.Nil {
		of = struct {
			IDs       []uuid.UUID
			Members   []record.Membership
			Transfers []record.Transfer
		}{p.IDs, p.Members, p.Transfers}
	}
	text, err := json.Marshal(of)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// conserved: each member has one union, and the unions' own counts make up the
// district's.
func (w *World) conserved() {
	total, at := 0, map[uuid.UUID]int{}
	var persons []record.Person
	for _, id := range w.met {
		persons = append(persons, w.server.persons(w, id)...)
	}
	for i := range persons {
		active := 0
		for _, m := range persons[i].Members {
			if m.Holding != uuid.Nil {
				active++
				at[m.Holding]++
			}
		}
		if active > 1 {
			w.tb.Errorf("a person is a member %d times", active)
		}
		total += active
	}
	w.counts["members"] += total
	for _, t := range w.terminals {
		if t.union == uuid.Nil {
			continue
		}
		own := 0
		for i := range persons {
			p, err := t.session.Person(w.ctx, persons[i].IDs[0])
			if store.CodeOf(err) == store.NotFound {
				continue
			}
			if m := p.Member(); err == nil && m != nil && m.Holding == t.union {
				own++
			}
		}
		if own != at[t.union] {
			w.tb.Errorf("%s counts %d members, the district %d", t.name, own, at[t.union])
		}
	}
}

// nothingSkipped: who reads a feed is at its end, by number and by hash.
func (w *World) nothingSkipped() {
	for _, t := range w.terminals {
		held, err := t.store.Positions(w.ctx)
		if err != nil {
			w.tb.Fatal(err)
		}
		for name, p := range held {
			head := w.server.head(w, name)
			if p.At != head.Position || p.Hash != head.Hash {
				w.tb.Errorf("%s holds %s up to %d, the district has %d, or their hashes differ", t.name, name, p.At, head.Position)
			}
		}
		if n, err := t.store.Waiting(w.ctx); err != nil || n.Events != 0 {
			w.tb.Errorf("%s: %d events still wait (%v), last exchange: %v", t.name, n.Events, err, t.engine.last)
		}
	}
}

// read looks at the archive as it is.
func (s *server) read(w *World, read func(archive.Tx) error) {
	w.tb.Helper()
	if err := s.opened[0].Read(w.ctx, read); err != nil {
		w.tb.Fatalf("district: read: %v", err)
	}
}

func (s *server) known(w *World, ids []uuid.UUID) (known map[uuid.UUID]archive.Event) {
	s.read(w, func(tx archive.Tx) (err error) {
		known, err = tx.Known(ids)
		return err
	})
	return known
}

// holds says that everything of an act is at the district.
func (s *server) holds(w *World, what *said) bool {
	return len(s.known(w, what.events)) == len(what.events)
}

func (s *server) head(w *World, feed string) (head archive.FeedHead) {
	s.read(w, func(tx archive.Tx) error {
		heads, err := tx.FeedHeads([]string{feed})
		if err == nil && len(heads) == 1 {
			head = heads[0]
		}
		return err
	})
	return head
}

func (s *server) views(w *World, person uuid.UUID) (views []string) {
	s.read(w, func(tx archive.Tx) error {
		files, err := tx.Files([]record.File{{Kind: record.KindPerson, ID: person}})
		for _, f := range files {
			views = append(views, f.Standing.Views...)
		}
		return err
	})
	return views
}

// persons folds whoever this file is, from what the archive holds.
func (s *server) persons(w *World, person uuid.UUID) (folded []record.Person) {
	s.read(w, func(tx archive.Tx) error {
		files, err := tx.Files([]record.File{{Kind: record.KindPerson, ID: person}})
		if err != nil || len(files) == 0 {
			return err
		}
		joined, err := tx.JoinedWith([]int64{files[0].Row})
		if err != nil {
			return err
		}
		var rows []int64
		for _, f := range joined {
			rows = append(rows, f.Row)
		}
		kept, err := tx.EventsOf(rows...)
		if err != nil {
			return err
		}
		events := make([]record.Marked, len(kept))
		for i, k := range kept {
			events[i] = record.Marked{Event: k.Header, Mark: k.Mark}
			if err := pack.Open(s.secrets.Bodies, &events[i].Event, k.Content); err != nil {
				return err
			}
		}
		for _, p := range record.FoldPersons(events) {
			if slices.Contains(p.IDs, person) {
				folded = append(folded, p)
			}
		}
		return nil
	})
	return folded
}
