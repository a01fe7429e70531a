package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// Waiting is what the district has not signed for yet: the terminal's debt.
type Waiting struct {
	Acts   int
	Events int
	Oldest time.Time // of the oldest event that waits; zero when none does
	Unsafe int       // events without a second copy at the district
}

// Waiting counts what is to be sent. Nobody need be signed in.
func (s *Store) Waiting(ctx context.Context) (n Waiting, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		var journal, head, received, safe int64
		if _, err := v.row(`SELECT j.id, j.head, j.received, j.safe FROM journal j JOIN self s ON s.journal = j.id`, nil,
			&journal, &head, &received, &safe); err != nil {
			return err
		}
		n.Events, n.Unsafe = int(head-received), int(head-safe)
		if n.Events == 0 {
			return nil
		}
		if _, err := v.row(`SELECT count(*) FROM entry WHERE place > $1 AND place <= $2 AND hash IS NOT NULL`,
			[]any{place(journal, received), place(journal, head)}, &n.Acts); err != nil {
			return err
		}
		var at int64
		if _, err := v.row(`SELECT e.at FROM entry n JOIN event e ON e.id = n.event WHERE n.place = $1`,
			[]any{place(journal, received+1)}, &at); err != nil {
			return err
		}
		n.Oldest = hlcOf(at).Time()
		return nil
	})
	return n, err
}

// Receipt is what the district has signed for. Whether the signature is right
// is for package sync to say; here it must agree with the journal.
type Receipt struct {
	Journal uuid.UUID
	Seq     int64       // all entries up to here are received; the last of an act
	Hash    record.Hash // of that entry
	Safe    int64       // all entries up to here are in a second copy
	At      record.HLC  // district's time
	Signed  []byte      // the receipt as it came, kept as proof
}

// TakeReceipt notes what the district has received and what is safe. An older
// receipt than the one held changes nothing. One that does not agree with the
// journal is Conflict with ReceiptUnknown: this folder was set back or copied.
func (s *Store) TakeReceipt(ctx context.Context, r Receipt) error {
	if err := s.write(ctx, func(w *writing) error { return w.takeReceipt(r) }); err != nil {
		return err
	}
	return s.forgetIfIdle(ctx)
}

// forgetIfIdle drops the keys that only sync still had use for.
func (s *Store) forgetIfIdle(ctx context.Context) error {
	waits, err := s.Waiting(ctx)
	if err != nil || waits.Events > 0 {
		return err
	}
	s.access.Lock()
	defer s.access.Unlock()
	if s.open == 0 && s.opened != nil {
		s.opened.keys.Wipe()
		s.opened = nil
	}
	return nil
}
