package store

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
)

// self is this terminal and where its journal stands.
type self struct {
	origin   record.Origin
	town     string
	number   int
	district ed25519.PublicKey
	public   ed25519.PublicKey
	courier  string
	setup    setup.Setup // without events, staff files and lookup key
	clock    record.HLC
	proven   record.HLC

	journal     int64
	journalUUID uuid.UUID
	head        int64
	hash        record.Hash
	last        record.HLC // effective time of the last entry's event
}

// Terminal is what others know this terminal by.
type Terminal struct {
	ID     uuid.UUID
	Number int // printed; 99 in a demonstration
	Town   string
	Centre uuid.UUID
	Public ed25519.PublicKey
	// Courier is the age recipient ("age1…") for answers that come on a stick.
	Courier string
}

// Terminal tells which terminal this is. Nobody need be signed in.
func (s *Store) Terminal() Terminal {
	s.mu.Lock()
	defer s.mu.Unlock()
	me := &s.self
	return Terminal{ID: me.origin.Terminal, Number: me.number, Town: me.town, Centre: me.origin.Centre, Public: me.public,
		Courier: me.courier}
}

// Setup is what the set-up file said of district, recipients and residents'
// pages. Its events, staff files and lookup key are not in it.
func (s *Store) Setup() setup.Setup {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.self.setup
}

func (s *Store) loadSelf(ctx context.Context) error {
	return s.look(ctx, nil, func(v *view) error {
		var me self
		var clock, proven int64
		var hash, district, public, about []byte
		found, err := v.row(`SELECT s.terminal, s.centre, s.town, s.number, s.district, s.public, s.courier, s.setup, s.clock, s.proven,
			j.id, j.uuid, j.head, j.hash FROM self s JOIN journal j ON j.id = s.journal`, nil,
			idInto(&me.origin.Terminal), idInto(&me.origin.Centre), &me.town, &me.number, &district, &public, &me.courier, &about,
			&clock, &proven, &me.journal, idInto(&me.journalUUID), &me.head, &hash)
		if err != nil {
			return err
		}
		if !found || len(hash) != len(me.hash) {
			return because(Unavailable, KeyDamaged, fmt.Errorf("read terminal: none"))
		}
		if err := json.Unmarshal(about, &me.setup); err != nil {
			return because(Unavailable, KeyDamaged, fmt.Errorf("read set-up: %w", err))
		}
		me.district, me.public = district, public
		me.clock, me.proven, me.hash = hlcOf(clock), hlcOf(proven), record.Hash(hash)
		if me.last, err = v.lastEffective(me.journal, me.head); err != nil {
			return err
		}
		s.self = me
		return nil
	})
}

func (v *view) lastEffective(journal, head int64) (record.HLC, error) {
	var at, shift int64
	_, err := v.row(`SELECT e.at, e.shift FROM entry n JOIN event e ON e.id = n.event WHERE n.place = $1`,
		[]any{place(journal, head)}, &at, &shift)
	return hlcOf(at + shift), err
}

// seqBits leave room for a million million entries in each of the journals.
const seqBits = 40

// place is where an entry stands: the journals one after the other.
func place(journal, seq int64) int64 { return journal<<seqBits | seq }

func seqOf(place int64) int64 { return place & (1<<seqBits - 1) }
