package record

import (
	"maps"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
)

// Person is the state of all files that are one person's.
type Person struct {
	IDs       []uuid.UUID       `json:"ids"` // smallest first; IDs[0] names the group
	Fields    map[Field]string  `json:"fields,omitempty"`
	History   map[Field][]Claim `json:"history,omitempty"` // oldest first, the present one last
	Documents []Document        `json:"documents,omitempty"`
	Identity  Identities        `json:"identity"`
	Visits    []Visit           `json:"visits,omitempty"`
	Slips     []Slip            `json:"slips,omitempty"`
	Cases     []ResidenceCase   `json:"cases,omitempty"`
	Members   []Membership      `json:"members,omitempty"` // one per application or transfer from outside
	Transfers []Transfer        `json:"transfers,omitempty"`
	Consents  map[Scope]Consent `json:"consents,omitempty"` // the latest word of each scope
	Reminders []Reminder        `json:"reminders,omitempty"`
	Links     []uuid.UUID       `json:"links,omitempty"` // events that joined or parted these files
	Listing
}

// Claim is a value of a field with the event that said it.
type Claim struct {
	Value string    `json:"value"`
	Event uuid.UUID `json:"event"`
	At    HLC       `json:"at"` // effective time
}

// Document is a paper the person was registered with.
type Document struct {
	Type      ident.DocType `json:"type"`
	Number    string        `json:"number"`
	Issuer    string        `json:"issuer,omitempty"` // issuing authority, or the state of a passport
	ValidFrom civil.Date    `json:"validFrom,omitzero"`
	ValidTo   civil.Date    `json:"validTo,omitzero"`
	LongTerm  bool          `json:"longTerm,omitempty"`
}

// Source says where the fields of a registration come from.
type Source string

// Sources of a registration.
const (
	FromReader Source = "reader"
	Typed      Source = "typed"
)

// Registered is the body of person.registered: a document was shown in this
// act, and these fields were read from it or typed.
type Registered struct {
	Document Document         `json:"document,omitzero"`
	Source   Source           `json:"source"`
	Fields   map[Field]string `json:"fields,omitempty"`
}

// Details is the body of person.changed, residence.described and
// membership.described: the fields said in this act and no others.
type Details struct {
	Fields map[Field]string `json:"fields"`
}

// Viewed is the body of person.viewed: somebody had masked values shown in
// full. It changes nothing; it is there to be asked about (audit, GB/T 22239).
type Viewed struct {
	What string `json:"what"`
}

// Text gives the present value of a field, empty when it was never said.
func (p *Person) Text(f Field) string { return p.Fields[f] }

// Date gives the present value of a date field, zero when it is not a date.
func (p *Person) Date(f Field) civil.Date {
	d, err := civil.Parse(p.Fields[f])
	if err != nil {
		return civil.Date{}
	}
	return d
}

// named gives the entry of a list that has the id, nil when none has.
func named[T any](list []T, id uuid.UUID, of func(*T) uuid.UUID) *T {
	for i := range list {
		if of(&list[i]) == id {
			return &list[i]
		}
	}
	return nil
}

// FoldPersons folds the events of files that links, unlinks or moves have ever
// joined, and gives the persons they are, ordered by id. Handing in one file
// without such events gives one person. The order and repetition of events do
// not matter.
func FoldPersons(events []Marked) []Person {
	turns := order(events)
	s := settle(turns)
	byID := make(map[uuid.UUID]*turn, len(turns))
	for _, t := range turns {
		byID[t.Event.ID] = t
	}
	states := map[uuid.UUID]*Person{}
	for group, ids := range s.members() {
		states[group] = &Person{IDs: ids}
	}
	for _, t := range turns {
		for _, group := range s.persons(subject(t, byID)) {
			p := states[group]
			step(p, &p.Listing, personRules, t)
		}
	}
	persons := make([]Person, 0, len(states))
	for _, id := range slices.SortedFunc(maps.Keys(states), compareIDs) {
		persons = append(persons, *states[id])
	}
	return persons
}

// subject is the event that decides where t is folded: an upholding event goes
// where the event it speaks of has gone.
func subject(t *turn, byID map[uuid.UUID]*turn) *Event {
	if t.Event.settles() {
		if other := byID[target(&t.Event)]; other != nil && other != t && sameSide(t, other) {
			return &other.Event
		}
	}
	return &t.Event
}

func register(p *Person, t *turn, b Registered) Reason {
	if b.Source != FromReader && b.Source != Typed {
		return Unreadable
	}
	if b.Document.Type != "" {
		p.addDocument(b.Document)
		p.Identity.claim(t, b.Fields)
	}
	return p.take(t, SideDetails, b.Fields)
}

func (p *Person) addDocument(d Document) {
	for i, known := range p.Documents {
		if known.Type == d.Type && known.Number == d.Number && known.ValidFrom == d.ValidFrom {
			p.Documents[i] = d
			return
		}
	}
	p.Documents = append(p.Documents, d)
}

// take lets the later word win field by field; the earlier stays in the
// history. One field of the wrong side refuses the whole event: it cannot have
// come from our forms.
func (p *Person) take(t *turn, side Side, fields map[Field]string) Reason {
	for f := range fields {
		if f.Side() != side {
			return WrongField
		}
	}
	if p.Fields == nil {
		p.Fields, p.History = map[Field]string{}, map[Field][]Claim{}
	}
	for f, v := range fields {
		claims := p.History[f]
		if n := len(claims); n == 0 || claims[n-1].Value != v {
			p.History[f] = append(claims, Claim{v, t.Event.ID, t.at()})
		}
		p.Fields[f] = v
	}
	return ""
}

// at is the effective time of the turn: the upholding event's for an upheld
// one.
func (t *turn) at() HLC {
	if t.upholds != nil {
		return t.upholds.Mark.Effective
	}
	return t.Mark.Effective
}

func describe(side Side) rule[Person] {
	return on(side, func(p *Person, t *turn, b Details) Reason { return p.take(t, side, b.Fields) })
}

func settledBefore(p *Person, t *turn) Reason {
	if t.verdict == "" {
		p.Links = append(p.Links, t.Event.ID)
	}
	return t.verdict
}
