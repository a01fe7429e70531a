package district

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// ownTerminal is the origin of what the district records itself, and the writer
// of its journals.
var ownTerminal = uuid.NewSHA1(uuid.NameSpaceURL, []byte("ruhui:district"))

// ownJournal is the district's journal in an epoch: a new one each time, because
// what the one before held after the backup is not known.
func ownJournal(epoch uuid.UUID) uuid.UUID { return uuid.NewSHA1(ownTerminal, epoch[:]) }

// statement is something the district says itself.
type statement struct {
	fact record.Fact
	// cause tells the statement from every other: two processes that find the same
	// cause write one event.
	cause string
	at    record.HLC // when it is so; zero for now
}

// Say records events of the district's own journal, in one act. An event's id is
// computed from what it says and what was said in its file before, so that two
// processes write one. A fact that is the last word of its file already is left
// out: an import may be run again.
func (d *District) Say(ctx context.Context, facts []record.Fact) error {
	var list []statement
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		list, err = d.unsaid(tx, facts)
		return err
	})
	if err != nil || len(list) == 0 {
		return err
	}
	return d.say(ctx, list)
}

// sayAnd is Say together with what belongs to it, in one transaction: either both
// are on disk when it returns, or neither is. also is told the latest effective
// time the events were given; it may run more than once.
func (d *District) sayAnd(ctx context.Context, facts []record.Fact, also func(tx archive.Tx, said record.HLC) error) error {
	var list []statement
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		list, err = d.unsaid(tx, facts)
		return err
	})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return d.archive.Write(ctx, func(tx archive.Tx) error { return also(tx, d.Time()) })
	}
	return d.sayWith(ctx, list, also)
}

// unsaid gives the facts that are not yet the last word of their files.
func (d *District) unsaid(tx archive.Tx, facts []record.Fact) ([]statement, error) {
	last, err := d.lastWords(tx, facts)
	if err != nil {
		return nil, err
	}
	var list []statement
	for _, f := range facts {
		body, err := json.Marshal(f.Body)
		if err != nil {
			return nil, fmt.Errorf("write body of %s: %w", f.Type, err)
		}
		before := last[f.File]
		if before.Type == f.Type && string(before.Body) == string(body) {
			continue
		}
		s := statement{fact: f, cause: fmt.Sprintf("%s/%s/%s/%x", f.File, before.ID, f.Type, sha256.Sum256(body))}
		last[f.File] = record.Event{ID: s.id(), Type: f.Type, Body: body}
		list = append(list, s)
	}
	return list, nil
}

// lastWords gives the last event of each file.
func (d *District) lastWords(tx archive.Tx, facts []record.Fact) (map[record.File]record.Event, error) {
	names := make([]record.File, len(facts))
	for i, f := range facts {
		names[i] = f.File
	}
	files, err := tx.Files(names)
	if err != nil {
		return nil, err
	}
	rows, byRow := []int64{}, map[int64]record.File{}
	for _, f := range files {
		rows, byRow[f.Row] = append(rows, f.Row), f.File
	}
	if len(rows) == 0 {
		return map[record.File]record.Event{}, nil
	}
	events, err := tx.EventsOf(rows...)
	if err != nil {
		return nil, err
	}
	last := map[record.File]record.Marked{}
	for i := range events {
		m, err := d.reveal(&events[i])
		if err != nil {
			return nil, err
		}
		f := byRow[events[i].File]
		if have, found := last[f]; !found || byEffect(have, m) < 0 {
			last[f] = m
		}
	}
	words := make(map[record.File]record.Event, len(last))
	for f, m := range last {
		words[f] = m.Event
	}
	return words, nil
}

// id is computed from the cause.
func (s *statement) id() uuid.UUID { return uuid.NewSHA1(ownTerminal, []byte(s.cause)) }

// maxSaid is how many events the district says in one transaction; each is small.
const maxSaid = 1000

// say takes statements in as an act of the district's journal of this epoch.
func (d *District) say(ctx context.Context, list []statement) error { return d.sayWith(ctx, list, nil) }

// sayWith is say; also is done with the last of them.
func (d *District) sayWith(ctx context.Context, list []statement, also func(archive.Tx, record.HLC) error) error {
	epoch, err := d.epoch(ctx)
	if err != nil {
		return err
	}
	for len(list) > 0 {
		part := list[:min(len(list), maxSaid)]
		list = list[len(part):]
		entries, err := d.author(part)
		if err != nil {
			return err
		}
		s := d.arrive(entries)
		s.journal, s.terminal = ownJournal(epoch), ownTerminal
		for i := range s.events {
			s.events[i].mark = &record.Mark{Effective: s.events[i].event.At, Allowed: true}
		}
		if len(list) == 0 {
			s.also = also
		}
		if _, err := d.take(ctx, &s); err != nil {
			return fmt.Errorf("write own journal: %w", err)
		}
	}
	return nil
}

func (d *District) author(list []statement) ([]sync.Entry, error) {
	entries, said := make([]sync.Entry, len(list)), d.newID()
	for i := range list {
		s := &list[i]
		body, err := json.Marshal(s.fact.Body)
		if err != nil {
			return nil, fmt.Errorf("write body of %s: %w", s.fact.Type, err)
		}
		at, act := s.at, uuid.NewSHA1(ownTerminal, []byte("act/"+s.cause))
		if at == 0 {
			at, act = d.Time(), said
		}
		e := &entries[i].Event
		*e = record.Event{ID: s.id(), At: at, Proven: at, Origin: record.Origin{Terminal: ownTerminal},
			Role: record.RoleDistrictSystem, Act: act, File: s.fact.File, Type: s.fact.Type,
			Version: max(s.fact.Version, 1), Body: body}
		// What is dated is computed whole, so that it is the same event again when it
		// comes back after a restore.
		sum := sha256.Sum256(append([]byte("ruhui salt 1\n"), d.saltOf(s)...))
		copy(e.Salt[:], sum[:])
	}
	return entries, nil
}

// saltOf cannot be guessed from outside, as a salt must not.
func (d *District) saltOf(s *statement) []byte {
	return append(d.secrets.Signing.Seed(), s.cause...)
}

// newID gives a random id that sorts by time.
func (d *District) newID() uuid.UUID {
	var id uuid.UUID
	at := d.Time()
	rand.Read(id[8:]) // never fails: it ends the program rather than give poor bytes
	for i := range 6 {
		id[i] = byte(at >> (56 - 8*i))
	}
	id[6], id[7], id[8] = 0x70|byte(at>>8)&0x0f, byte(at), id[8]&0x3f|0x80
	return id
}

// epoch is this history's id.
func (d *District) epoch(ctx context.Context) (epoch uuid.UUID, err error) {
	err = d.archive.Read(ctx, func(tx archive.Tx) error {
		epoch, err = epochIn(tx)
		return err
	})
	return epoch, err
}

func epochIn(tx archive.Tx) (uuid.UUID, error) {
	text, err := tx.Setting(settingEpoch)
	if err != nil {
		return uuid.Nil, err
	}
	epoch, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, errors.Join(ErrNotSetUp, fmt.Errorf("read epoch: %w", err))
	}
	return epoch, nil
}
