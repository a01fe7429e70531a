package district

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// Ticket is what a technician takes along to set up one terminal. Code, File and
// Link belong into the same envelope: whoever has them may set up a terminal.
type Ticket struct {
	Centre uuid.UUID
	Name   string // of the centre
	Town   string
	Number int
	Code   string
	Link   setup.Link
	File   []byte // for a stick; by line the terminal fetches it itself
}

// LastNumber is the highest number of a terminal within a town.
const LastNumber = 98

// NewTicket makes a number that no terminal of the town has or had, a one-time
// code and the set-up file, and keeps the file for a terminal that scans the
// code. Errors: [UnknownCentre], [NoStaff] when nobody could sign in there,
// [NumbersUsed].
func (d *District) NewTicket(ctx context.Context, centre uuid.UUID) (Ticket, error) {
	org, err := d.Organisation(ctx)
	if err != nil {
		return Ticket{}, err
	}
	place, known := org.Centres[centre]
	if !known {
		return Ticket{}, fmt.Errorf("make set-up code: %w", UnknownCentre)
	}
	t := Ticket{Centre: centre, Name: place.Name, Town: place.Town, Code: setup.NewCode()}
	t.Link = setup.Link{Address: d.secrets.Address, Authority: setup.Fingerprint(d.secrets.Authority), Code: t.Code}
	proof, err := setup.Proof(t.Code)
	if err != nil {
		return Ticket{}, err
	}
	err = d.archive.Write(ctx, func(tx archive.Tx) error {
		// Two who make codes at once wait for each other, and numbers differ.
		if _, err := tx.LockFeeds([]string{sync.FeedDistrict}); err != nil {
			return err
		}
		if t.Number, err = d.freeNumber(tx, org, place.Town); err != nil {
			return err
		}
		if t.File, err = d.setupFile(tx, org, &t); err != nil {
			return err
		}
		return tx.PutCode(archive.Code{Proof: proof, Centre: centre, Number: t.Number, Made: d.Time(), File: t.File})
	})
	if err != nil {
		return Ticket{}, fmt.Errorf("make set-up code: %w", err)
	}
	return t, nil
}

// freeNumber gives the lowest number never given out in the town. Numbers are
// printed, so that one is not given twice: two papers would bear the same.
func (d *District) freeNumber(tx archive.Tx, org *Organisation, town string) (int, error) {
	if d.secrets.Demo {
		return setup.DemoTerminal, nil
	}
	used := map[int]bool{}
	codes, err := tx.Codes()
	if err != nil {
		return 0, err
	}
	for _, c := range codes {
		used[c.Number] = used[c.Number] || org.Centres[c.Centre].Town == town
	}
	terminals, err := tx.Terminals()
	if err != nil {
		return 0, err
	}
	for _, t := range terminals { // their numbers change after a copy was noticed
		used[t.Number] = used[t.Number] || org.Centres[t.Centre].Town == town
	}
	for number := 1; number <= LastNumber; number++ {
		if !used[number] {
			return number, nil
		}
	}
	return 0, NumbersUsed
}

// freshNumber gives a terminal that found itself a copy a number of its own, 0
// when the town has none left: then it goes on with its random block. The number
// is noted like a code nobody has, because each copy of one terminal asks in the
// same terminal's name.
func (d *District) freshNumber(tx archive.Tx, t archive.Terminal) (int, error) {
	if _, err := tx.LockFeeds([]string{sync.FeedDistrict}); err != nil {
		return 0, err
	}
	org, err := d.organisationIn(tx)
	if err != nil {
		return 0, err
	}
	number, err := d.freeNumber(tx, org, org.Centres[t.Centre].Town)
	if errors.Is(err, NumbersUsed) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	var nobody record.Hash
	rand.Read(nobody[:]) // never fails: it ends the program rather than give poor bytes
	return number, tx.PutCode(archive.Code{Proof: nobody, Centre: t.Centre, Number: number, Made: d.Time(), File: []byte{}, Terminal: t.ID})
}

// setupFile makes the file of a ticket from what the archive holds now.
func (d *District) setupFile(tx archive.Tx, org *Organisation, t *Ticket) ([]byte, error) {
	r, err := d.secrets.readKeyring(tx)
	if err != nil {
		return nil, err
	}
	recipients, err := d.secrets.recipients(r, t.Centre, t.Town)
	if err != nil {
		return nil, err
	}
	files, _ := r.at(t.Centre)
	if len(files) == 0 {
		return nil, NoStaff
	}
	events, err := d.feedEvents(tx, sync.FeedDistrict)
	if err != nil {
		return nil, err
	}
	s := setup.Setup{
		Signed: d.Time(), Demo: d.secrets.Demo,
		District: setup.District{Name: d.secrets.Name, Address: d.secrets.Address,
			Certificates: [][]byte{d.secrets.Authority}, SigningKey: d.publicKey()},
		Recipients: recipients, Events: events, Residents: d.secrets.Residents,
		Centre: t.Centre, StaffFiles: files, Terminal: t.Number, Town9: t.Town,
	}
	if !org.atBase(t.Centre) {
		key := d.secrets.Lookup
		s.Lookup = &key
	}
	return setup.Make(s, d.secrets.Signing, t.Code)
}

// atBase says that a centre is the office of a base union, which gets no lookup
// key: it has no use for finding people who are not its members.
func (o *Organisation) atBase(centre uuid.UUID) bool {
	u, known := o.Unions[o.Centres[centre].Union]
	return known && u.Kind.Base()
}

// feedEvents reads a whole feed, opened, each event once with its latest mark.
func (d *District) feedEvents(tx archive.Tx, feed string) ([]record.Marked, error) {
	const step = 1 << 20 // bytes
	var all []record.Marked
	at := map[uuid.UUID]int{}
	for after := int64(0); ; {
		lines, err := tx.Lines(feed, after, step)
		if err != nil {
			return nil, err
		}
		if len(lines) == 0 {
			return all, nil
		}
		for _, l := range lines {
			m, err := d.reveal(&l.Event)
			if err != nil {
				return nil, fmt.Errorf("open line %d of %s: %w", l.Position, feed, err)
			}
			if i, twice := at[m.Event.ID]; twice {
				all[i] = m
				continue
			}
			at[m.Event.ID] = len(all)
			all = append(all, m)
		}
		after = lines[len(lines)-1].Position
	}
}

// eventsOf reads the events of files, opened.
func (d *District) eventsOf(tx archive.Tx, files []record.File) ([]record.Marked, error) {
	rows, err := tx.Files(files)
	if err != nil {
		return nil, err
	}
	var numbers []int64
	for _, f := range rows {
		numbers = append(numbers, f.Row)
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	events, err := tx.EventsOf(numbers...)
	if err != nil {
		return nil, err
	}
	all := make([]record.Marked, 0, len(events))
	for i := range events {
		m, err := d.reveal(&events[i])
		if err != nil {
			return nil, fmt.Errorf("open event %s: %w", events[i].Header.ID, err)
		}
		all = append(all, m)
	}
	return all, nil
}
