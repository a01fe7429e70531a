package district

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
	"ruhui/sync"
)

// standing is what a group of files stands for now.
type standing struct {
	views     []string
	due       record.HLC
	directory map[uuid.UUID]line1 // by person
	persons   []record.Person
}

// standingOf works out the views of a group. Files that were ever joined go into
// the same views: to fold one of them a replica needs the events that part them.
func (in *intake) standingOf(g *group) (standing, error) {
	kind := g.files[0].File.File.Kind
	if organisational(kind) {
		return standing{views: []string{sync.FeedDistrict}}, nil
	}
	s := standing{}
	for _, f := range g.files {
		s.views = append(s.views, f.Standing.Views...)
	}
	towns := map[string]bool{}
	fresh := g.fresh()
	for _, e := range fresh {
		if c, known := in.org.Centres[e.event.Origin.Centre]; known && !e.empty && (c.Kind != record.UnionOffice || e.event.Visit != uuid.Nil) {
			towns[c.Town] = true // somebody came to a window there
		}
	}
	if kind == record.KindPerson {
		if err := in.standPersons(g, fresh, towns, &s); err != nil {
			return s, err
		}
	}
	for town := range towns {
		if town != "" {
			s.views = append(s.views, sync.TownFeed(town))
		}
	}
	return s, nil
}

func (in *intake) standPersons(g *group, fresh []*entry, towns map[string]bool, s *standing) error {
	var events []record.Marked
	for _, f := range g.files {
		events = append(events, f.past...)
	}
	for _, e := range fresh {
		if !e.empty {
			events = append(events, record.Marked{Event: e.event, Mark: e.row.Mark})
		}
	}
	s.persons = record.FoldPersons(events)
	s.directory = map[uuid.UUID]line1{}
	for i := range s.persons {
		p := &s.persons[i]
		towns[p.Text(record.FieldTown)] = true
		for _, id := range unionsOf(p) {
			u, known := in.org.Unions[id]
			if !known {
				continue
			}
			towns[u.Town] = true
			if u.Kind.Base() {
				s.views = append(s.views, sync.UnionFeed(id))
			}
		}
		for _, id := range p.IDs {
			line, err := directoryLine(directoryEntry(id, p))
			if err != nil {
				return err
			}
			s.directory[id] = line
		}
		if due := dueOf(p, in.org); due != 0 && (s.due == 0 || due < s.due) {
			s.due = due
		}
	}
	return nil
}

// unionsOf are the unions a person has or had to do with.
func unionsOf(p *record.Person) []uuid.UUID {
	var ids []uuid.UUID
	for i := range p.Members {
		ids = append(ids, p.Members[i].Target, p.Members[i].Holding)
	}
	for i := range p.Transfers {
		ids = append(ids, p.Transfers[i].From, p.Transfers[i].To)
	}
	return slices.DeleteFunc(ids, func(id uuid.UUID) bool { return id == uuid.Nil })
}

// directoryEntry is what every window may know: that the person is here, and how
// the membership stands.
func directoryEntry(id uuid.UUID, p *record.Person) sync.DirectoryEntry {
	d := sync.DirectoryEntry{Person: id}
	m := p.Member()
	if m == nil {
		m = p.Applicant()
	}
	if m == nil && len(p.Members) > 0 {
		m = &p.Members[len(p.Members)-1]
	}
	if m == nil {
		return d
	}
	d.MemberNo, d.State, d.Union, d.Pending = m.MemberNo, m.State, m.Holding, m.State == record.Pending
	if d.Union == uuid.Nil {
		d.Union = m.Target
	}
	return d
}

// shown says that an event is read in a view. A base union reads who its people
// are and what concerns the union, and nothing of residence.
func shown(e *record.Event, view string) bool {
	return !strings.HasPrefix(view, "union/") || record.SideOf(e) != record.SideResidence
}

// feedsOf are the feeds the terminals of a centre read. A base union's office
// reads its own union and those its staff are officers of.
func (o *Organisation) feedsOf(centre uuid.UUID, on civil.Date) []string {
	c, known := o.Centres[centre]
	if !known {
		return []string{sync.FeedDistrict}
	}
	if c.Kind != record.UnionOffice {
		return []string{sync.FeedDistrict, sync.FeedDirectory, sync.TownFeed(c.Town)}
	}
	union := o.Unions[c.Union]
	switch union.Kind {
	case record.DistrictUnion:
		return append([]string{sync.FeedDistrict, sync.FeedDirectory}, o.townFeeds()...)
	case record.TownUnion:
		return []string{sync.FeedDistrict, sync.FeedDirectory, sync.TownFeed(c.Town)}
	}
	return append([]string{sync.FeedDistrict}, o.unionFeeds(c, on)...)
}

// townFeeds are those of every town in which there is a centre or a union.
func (o *Organisation) townFeeds() []string {
	var feeds []string
	for _, c := range o.Centres {
		feeds = append(feeds, sync.TownFeed(c.Town))
	}
	for _, u := range o.Unions {
		if u.Town != "" {
			feeds = append(feeds, sync.TownFeed(u.Town))
		}
	}
	slices.Sort(feeds)
	return slices.Compact(feeds)
}

func (o *Organisation) unionFeeds(c record.Centre, on civil.Date) []string {
	feeds := []string{sync.UnionFeed(c.Union)}
	for _, s := range o.Staff {
		if s.DisabledAt != 0 || !slices.Contains(s.Centres, c.ID) {
			continue
		}
		for _, g := range s.Grants {
			if g.Role == record.RoleBaseUnion && g.Place.Union != uuid.Nil && g.InForce(on) {
				feeds = append(feeds, sync.UnionFeed(g.Place.Union))
			}
		}
	}
	slices.Sort(feeds)
	return slices.Compact(feeds)
}
