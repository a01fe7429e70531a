package district

import (
	"crypto/hmac"
	"crypto/sha256"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// bearer is a number that was printed, and who bears it.
type bearer struct {
	side    record.Side
	subject uuid.UUID
	no      string
	person  uuid.UUID
	said    []uuid.UUID // events that made the subject what it is
	at      record.HLC
}

// bearersOf lists the numbers of a person that must be nobody else's.
func bearersOf(p *record.Person) []bearer {
	var list []bearer
	add := func(side record.Side, subject uuid.UUID, steps []record.Step, numbers ...string) {
		b := bearer{side: side, subject: subject, person: p.IDs[0]}
		for _, s := range steps {
			b.said = append(b.said, s.Event)
		}
		if len(steps) > 0 {
			b.at = steps[0].At
		}
		for _, no := range numbers {
			if b.no = no; no != "" {
				list = append(list, b)
			}
		}
	}
	for i := range p.Cases {
		add(record.SideResidence, p.Cases[i].ID, p.Cases[i].Steps, p.Cases[i].No)
	}
	for i := range p.Members {
		m := &p.Members[i]
		if slices.ContainsFunc(p.Transfers, func(x record.Transfer) bool { return x.ID == m.ID }) { // joined from outside: the transfer's number is this one's, too
			add(record.SideUnion, m.ID, m.Steps, m.MemberNo)
			continue
		}
		add(record.SideUnion, m.ID, m.Steps, m.No, m.MemberNo)
	}
	for i := range p.Transfers {
		add(record.SideUnion, p.Transfers[i].ID, p.Transfers[i].Steps, p.Transfers[i].No)
	}
	return list
}

// noteNumbers notes the numbers of what these events have changed.
func (in *intake) noteNumbers(g *group, s standing) {
	said, replaced := map[uuid.UUID]bool{}, false
	for _, e := range g.fresh() {
		said[e.event.ID] = true
		replaced = replaced || e.event.Type == "number.replaced"
	}
	for i := range s.persons {
		f := g.byID(s.persons[i].IDs)
		if f == nil {
			continue
		}
		for _, b := range bearersOf(&s.persons[i]) {
			if replaced || slices.ContainsFunc(b.said, func(id uuid.UUID) bool { return said[id] }) {
				in.numbers = append(in.numbers, archive.Number{Number: in.d.numberHash(b.no), Subject: b.subject, File: f.Row, At: b.at})
			}
		}
	}
}

// byID is the group's file that has one of the ids.
func (g *group) byID(ids []uuid.UUID) *file {
	for _, f := range g.files {
		if slices.Contains(ids, f.File.File.ID) {
			return f
		}
	}
	return nil
}

// numberHash is what the archive keeps of a printed number: with few unknown
// digits in it, a plain hash would give it away.
func (d *District) numberHash(no string) record.Hash {
	h := hmac.New(sha256.New, d.secrets.Lookup.Secret)
	h.Write([]byte("ruhui number 1\n" + no))
	return record.Hash(h.Sum(nil))
}
