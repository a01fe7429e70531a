package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/vault"
)

// writing is one write: a transaction, and what must be true in memory once it
// is committed.
type writing struct {
	view
	s       *Store
	opened  *opened
	self    self // becomes the store's when committed
	files   map[record.File]int64
	groups  map[uuid.UUID]*group // persons' files read so far
	touched []record.File        // in the order they were touched
	after   []func()             // run when committed

	reader opener                    // of sealed bodies: whoever is saving
	cases  map[uuid.UUID]record.Role // of service cases met so far: the role each is sealed to

	lastAct    actKey // events of an act come together
	lastActRow int64

	erasures map[uuid.UUID]record.HLC // noted in this write

	remarked map[int64]record.HLC // own events the district has marked, with their effective time

	stored    []record.File // files of events that are folded later
	filesMade int64         // rows of files made or taken away
}

// write runs one transaction: all of it is on disk when write returns nil, and
// nothing of it otherwise. The context counts while waiting for the turn; a
// write that has begun is finished, because cancelling a screen must not lose
// what a visitor was told is saved.
func (s *Store) write(ctx context.Context, change func(*writing) error) error {
	if s.opt.ReadOnly {
		return fault(Unavailable, KeyDamaged)
	}
	o, err := s.unlocked()
	if err != nil {
		return err
	}
	return s.transact(ctx, o, change)
}

// transact is write with keys, or none, that need not be the store's.
func (s *Store) transact(ctx context.Context, o *opened, change func(*writing) error) error {
	s.turns.begin()
	defer s.turns.end()
	return s.commit(ctx, o, synced, change)
}

// commit runs one transaction.
func (s *Store) commit(ctx context.Context, o *opened, how durability, change func(*writing) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	src, err := s.writer.beginAs(context.WithoutCancel(ctx), how)
	if err != nil {
		return err
	}
	defer src.end()
	w := &writing{view: view{source: src, keys: o.keys, shared: s.shared, fresh: newInterned()}, s: s, opened: o,
		self: s.self, files: map[record.File]int64{}, groups: map[uuid.UUID]*group{}}
	if err := change(w); err != nil {
		return err
	}
	if err := w.saveSelf(); err != nil {
		return err
	}
	if err := src.tx.Commit(); err != nil {
		return sqlError("commit", err)
	}
	if w.self.head != s.self.head || w.self.journal != s.self.journal {
		s.ring()
	}
	s.self = w.self
	s.shared.take(w.fresh)
	s.filesMade.Add(w.filesMade)
	s.changes.note(w.touched, w.stored)
	for _, f := range w.after {
		f()
	}
	s.checkpoints.wake()
	s.follower.wake()
	return nil
}

func (w *writing) saveSelf() error {
	if w.self.clock != w.s.self.clock || w.self.proven != w.s.self.proven {
		if _, err := w.exec(`UPDATE self SET clock = $1, proven = $2`,
			hlcValue(w.self.clock), hlcValue(w.self.proven)); err != nil {
			return err
		}
	}
	if w.self.head == w.s.self.head && w.self.journal == w.s.self.journal {
		return nil
	}
	_, err := w.exec(`UPDATE journal SET head = $1, hash = $2 WHERE id = $3`,
		w.self.head, w.self.hash[:], w.self.journal)
	return err
}

// tick reads the clock for something that happens now. It never goes back.
func (w *writing) tick() record.HLC {
	w.self.clock = w.self.clock.Next(w.s.Now())
	return w.self.clock
}

// hear takes an effective time into the clock. Raw times of others are never
// taken: one terminal's wrong year must not become everybody's.
func (w *writing) hear(effective record.HLC) {
	w.self.clock = max(w.self.clock, effective)
}

// touch notes that a file has a new event or mark, so that it is folded anew.
func (w *writing) touch(f record.File) {
	if !slices.Contains(w.touched, f) {
		w.touched = append(w.touched, f)
	}
}

// said notes a stored event: its files are folded anew, with what was read of
// them so far.
func (w *writing) said(m record.Marked) {
	f := m.Event.File
	w.touch(f)
	if also, two := record.Also(&m.Event); two {
		w.touch(also)
		clear(w.groups) // other files are read together now
		return
	}
	g := w.groups[f.ID]
	if g == nil || f.Kind != record.KindPerson {
		return
	}
	if len(g.files) == 0 { // the first ever said of this person
		g.files = []fileRow{{w.files[f], f.ID}}
	}
	g.events = append(g.events, m)
	g.persons, g.shown = nil, nil
}

// addEvent stores an event with its mark. The id must be new.
func (w *writing) addEvent(e *record.Event, m record.Mark) (row int64, digest record.Hash, err error) {
	digest = e.Digest()
	content, err := sealContent(w.keys, e)
	if err != nil {
		return 0, digest, err
	}
	row, err = w.insertEvent(e, m, digest, content, false)
	return row, digest, err
}

// insertEvent stores an event whose contents are sealed. newAct says that
// nothing of its act is here yet.
func (w *writing) insertEvent(e *record.Event, m record.Mark, digest record.Hash, content []byte, newAct bool) (int64, error) {
	act, err := w.act(e, newAct)
	if err != nil {
		return 0, err
	}
	file, err := w.file(e.File)
	if err != nil {
		return 0, err
	}
	typ, err := w.word(e.Type)
	if err != nil {
		return 0, err
	}
	reason, err := w.wordOrNull(string(m.Reason))
	if err != nil {
		return 0, err
	}
	row, err := w.insert(`INSERT INTO event (uuid, at, act, file, type, version, shift, mark, reason, digest, content)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, e.ID[:], hlcValue(e.At), act, file, typ, e.Version,
		hlcValue(m.Effective)-hlcValue(e.At), markBits(m), reason, digest[:], content)
	if err != nil {
		return 0, err
	}
	return row, w.join(e, file)
}

// act gives the row for what an act's events have in common. Of a new act there
// is none to look for.
func (w *writing) act(e *record.Event, isNew bool) (id int64, err error) {
	writer, err := w.authorID(author{e.Origin, e.Staff, e.Role})
	if err != nil {
		return 0, err
	}
	key := actKey{e.Act, e.Visit, writer, e.Proven}
	if w.lastAct == key {
		return w.lastActRow, nil
	}
	found := false
	if !isNew {
		found, err = w.row(`SELECT id FROM act WHERE uuid = $1 AND visit IS $2 AND author = $3 AND proven = $4`,
			[]any{e.Act[:], blobOf(e.Visit), writer, hlcValue(e.Proven)}, &id)
	}
	if err == nil && !found {
		id, err = w.insert(`INSERT INTO act (uuid, visit, author, proven) VALUES ($1, $2, $3, $4)`,
			e.Act[:], blobOf(e.Visit), writer, hlcValue(e.Proven))
	}
	if err != nil {
		return 0, err
	}
	w.lastAct, w.lastActRow = key, id
	return id, nil
}

// actKey is what an act's row holds.
type actKey struct {
	act, visit uuid.UUID
	author     int64
	proven     record.HLC
}

// join notes that two files are read together from now on, whatever the mark
// says: an event not allowed may be upheld.
func (w *writing) join(e *record.Event, file int64) error {
	also, two := record.Also(e)
	if !two {
		return nil
	}
	other, err := w.file(also)
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO joined (a, b) VALUES ($1, $2), ($2, $1) ON CONFLICT DO NOTHING`, file, other)
	return err
}

const (
	markRefused     = 1
	markProvisional = 2
)

func markBits(m record.Mark) int64 {
	var bits int64
	if !m.Allowed {
		bits |= markRefused
	}
	if m.Provisional {
		bits |= markProvisional
	}
	return bits
}

func (v *view) mark(at, shift, bits int64, reason int64) (record.Mark, error) {
	text, err := v.text(reason)
	return record.Mark{
		Effective:   hlcOf(at + shift),
		Allowed:     bits&markRefused == 0,
		Provisional: bits&markProvisional != 0,
		Reason:      record.Reason(text),
	}, err
}

// needKeys is for what only makes sense unsealed.
func needKeys(keys *vault.Keys) error {
	if keys == nil {
		return fault(Unavailable, KeySignInFirst)
	}
	if keys.Current() == 0 {
		return because(Forbidden, KeySignedOut, fmt.Errorf("keys are wiped"))
	}
	return nil
}
