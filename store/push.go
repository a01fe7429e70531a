package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// Stretch is a piece of this terminal's journal that the district has not signed
// for: whole acts, in order.
type Stretch struct {
	Journal  uuid.UUID
	After    int64       // seq of the entry it goes on behind
	Previous record.Hash // of that entry; zero at the beginning
	Entries  []Entry
	Last     record.Hash // of the last entry
	Remain   int         // events that wait behind it
	ClockSet bool        // the clock was set since the first of them was written
}

// Entry is one event of a journal. Of an erased one there are header and digest.
type Entry struct {
	Event  record.Event
	Digest record.Hash
	Erased bool
}

// headerSize is about what an event takes beside its body when it is written as
// JSON, in bytes.
const headerSize = 500

// Unsent gives the next acts to send, until they take about max bytes as JSON,
// one act at least when any waits; none when nothing does. It reads beside
// saves, which do not wait for it. Unavailable with SignInFirst while everything
// is sealed.
func (s *Store) Unsent(ctx context.Context, max int) (Stretch, error) {
	return s.unsentBehind(ctx, `received`, nil, max)
}

// UnsentBehind is Unsent for what lies behind an act that was sent and not yet
// signed for, as in a courier's file: after is the seq of its last entry.
func (s *Store) UnsentBehind(ctx context.Context, after int64, max int) (Stretch, error) {
	return s.unsentBehind(ctx, `$1`, []any{after}, max)
}

// unsentBehind reads behind an entry that ends an act, given in SQL.
func (s *Store) unsentBehind(ctx context.Context, after string, args []any, max int) (Stretch, error) {
	o, err := s.unlocked()
	if err != nil {
		return Stretch{}, err
	}
	var st Stretch
	err = s.look(ctx, o.keys, func(v *view) error {
		var journal, head int64
		var hash []byte
		if _, err := v.row(`SELECT j.id, j.uuid, j.head, `+after+`, coalesce((SELECT hash FROM entry
			WHERE place = j.id << 40 | `+after+`), zeroblob(32)) FROM journal j JOIN self s ON s.journal = j.id`, args,
			&journal, idInto(&st.Journal), &head, &st.After, &hash); err != nil {
			return err
		}
		copy(st.Previous[:], hash)
		st.Last = st.Previous
		if st.After == head {
			return nil
		}
		if err := v.readStretch(&st, place(journal, st.After), place(journal, head), max); err != nil {
			return err
		}
		st.Remain = int(head - st.After - int64(len(st.Entries)))
		_, err := v.row(`SELECT EXISTS (SELECT 1 FROM clock_set WHERE place > $1)`, []any{place(journal, st.After)}, &st.ClockSet)
		return err
	})
	return st, err
}

// readStretch reads the entries behind from, up to upto or, once they take max
// bytes, the end of an act.
func (v *view) readStretch(st *Stretch, from, upto int64, max int) error {
	size := 0
	rows, err := v.query(`SELECT `+eventColumns+`, k.text, f.uuid, n.hash FROM entry n
		JOIN event e ON e.id = n.event JOIN act a ON a.id = e.act
		LEFT JOIN file f ON f.id = e.file LEFT JOIN word k ON k.id = f.kind
		WHERE n.place > $1 AND n.place <= $2 ORDER BY n.place`, from, upto)
	if err != nil {
		return err
	}
	defer rows.Close() // its error is also Err's, read below
	for rows.Next() {
		var r eventRow
		var hash []byte
		if err := v.scanWhole(rows, &r, &hash); err != nil {
			return err
		}
		st.Entries = append(st.Entries, Entry{r.event, r.digest, r.content == nil})
		size += len(r.event.Body) + headerSize
		if hash != nil {
			copy(st.Last[:], hash)
			if size >= max {
				break
			}
		}
	}
	if err := rows.Err(); err != nil {
		return sqlError("read journal", err)
	}
	return nil
}

// scanWhole reads an event with its file and, unless it was erased, its contents.
func (v *view) scanWhole(rows *sql.Rows, r *eventRow, more ...any) error {
	var kind sql.NullString
	if err := v.scanEvent(rows, r, append([]any{&kind, idInto(&r.event.File.ID)}, more...)...); err != nil {
		return err
	}
	r.event.File.Kind = record.Kind(kind.String)
	if r.content == nil {
		return nil
	}
	return openContent(v.keys, &r.event, r.content)
}

// TakeAnswer stores the district's answer to a push: the marks it gave, then the
// receipt, which is on disk only when all of the marks are. They are written in
// pieces, so that a save at the window waits for a piece and never for all of
// them; after a cut the same answer comes again. The proof, nil where the
// district gave none, is kept with the receipt. Error keys: those of
// [Store.TakeMarks] and [Store.TakeReceipt].
func (s *Store) TakeAnswer(ctx context.Context, marks []Given, r Receipt, proof *Proof) error {
	if err := s.markPieces(ctx, marks, func(w *writing) error {
		if err := w.putProof(proof); err != nil {
			return err
		}
		return w.takeReceipt(r)
	}); err != nil {
		return err
	}
	if err := s.foldStored(ctx); err != nil {
		return err
	}
	return s.forgetIfIdle(ctx)
}

// Joins says whether the entry the district names as the last it holds is one of
// this journal. Then the district is taken at its word, also where it holds less
// than it once signed for, as after a restored backup: what lies behind waits
// again and is no longer shown as received. If not, this folder was set back or
// copied, or the district belongs to another history of it.
func (s *Store) Joins(ctx context.Context, journal uuid.UUID, seq int64, hash record.Hash) (joins bool, err error) {
	err = s.transact(ctx, &opened{}, func(w *writing) error {
		joins = false
		if journal != w.self.journalUUID || seq < 0 || seq > w.self.head {
			return nil
		}
		var event int64
		if seq > 0 {
			var held []byte
			if _, err := w.row(`SELECT event, hash FROM entry WHERE place = $1`, []any{place(w.self.journal, seq)}, &event, &held); err != nil {
				return err
			}
			if string(held) != string(hash[:]) {
				return nil
			}
		}
		joins = true
		_, err := w.exec(`UPDATE journal SET received = min(received, $1), safe = min(safe, $1), upto = min(upto, $2),
			receipt = CASE WHEN received > $1 THEN NULL ELSE receipt END WHERE id = $3`, seq, event, w.self.journal)
		return err
	})
	return joins, err
}

// LastReceipt is the latest receipt of the present journal, as it was signed;
// nil when there is none.
func (s *Store) LastReceipt(ctx context.Context) (signed []byte, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		_, err := v.row(`SELECT j.receipt FROM journal j JOIN self s ON s.journal = j.id`, nil, &signed)
		return err
	})
	return signed, err
}

// Safe is how far a second copy of the present journal is known to go. Nobody
// need be signed in.
func (s *Store) Safe(ctx context.Context) (seq int64, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		_, err := v.row(`SELECT j.safe FROM journal j JOIN self s ON s.journal = j.id`, nil, &seq)
		return err
	})
	return seq, err
}

// Head is where the journal stands.
type Head struct {
	Journal uuid.UUID
	Seq     int64
	Hash    record.Hash
}

// Head gives the last entry of the present journal. Nobody need be signed in.
func (s *Store) Head() Head {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Head{s.self.journalUUID, s.self.head, s.self.hash}
}

// TakeProven moves the time held under the district's signature; one that lies
// before it changes nothing.
func (s *Store) TakeProven(ctx context.Context, at record.HLC) error {
	return s.transact(ctx, &opened{}, func(w *writing) error {
		w.prove(at)
		return nil
	})
}

// prove takes a time that the district signed.
func (w *writing) prove(at record.HLC) {
	w.self.proven = max(w.self.proven, at)
	w.hear(at)
}

// Proven is the latest time held under the district's signature.
func (s *Store) Proven() record.HLC {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.self.proven
}

func (w *writing) takeMarks(marks []Given) error {
	for _, g := range marks {
		g.Mark.Provisional = false
		known, found, err := w.findEvent(g.Event)
		if err != nil {
			return err
		}
		if !found {
			return because(NotFound, KeyReceiptUnknown, fmt.Errorf("mark of event %s", g.Event))
		}
		if err := w.remark(&known, g.Mark); err != nil {
			return err
		}
	}
	return w.leaveUnfolded()
}

func (w *writing) takeReceipt(r Receipt) error {
	if r.Journal != w.self.journalUUID || r.Seq > w.self.head || r.Safe > r.Seq {
		return because(Conflict, KeyReceiptUnknown, fmt.Errorf("receipt for %d of %d entries", r.Seq, w.self.head))
	}
	var hash []byte
	var event int64
	if found, err := w.row(`SELECT hash, event FROM entry WHERE place = $1`,
		[]any{place(w.self.journal, r.Seq)}, &hash, &event); err != nil || !found || string(hash) != string(r.Hash[:]) {
		if err == nil {
			err = because(Conflict, KeyReceiptUnknown, fmt.Errorf("hash of entry %d", r.Seq))
		}
		return err
	}
	w.prove(r.At)
	_, err := w.exec(`UPDATE journal SET received = max(received, $1), safe = max(safe, $2), upto = max(upto, $3),
		receipt = CASE WHEN $1 >= received THEN $4 ELSE receipt END WHERE id = $5`,
		r.Seq, r.Safe, event, r.Signed, w.self.journal)
	return err
}
