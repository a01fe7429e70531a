package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"github.com/google/uuid"

	"ruhui/store/pack"
	"ruhui/store/record"
)

// Proof is the district's signature over the marks it gave to the entries of a
// journal behind After up to Seq. Without it a district that was set back would
// judge them anew, and perhaps otherwise than it told this terminal.
type Proof struct {
	Journal   uuid.UUID
	After     int64
	Seq       int64
	Epoch     uuid.UUID
	Hash      record.Hash
	Time      record.HLC
	Signature []byte
	Marks     []record.Mark
}

// ProofEnd names a proof that another history of the district has not been
// offered yet.
type ProofEnd struct {
	Place int64
	Last  uuid.UUID // event of the last entry it covers
}

func (w *writing) putProof(p *Proof) error {
	if p == nil || p.Journal != w.self.journalUUID {
		return nil
	}
	text, err := json.Marshal(p.Marks)
	if err != nil {
		return fmt.Errorf("write marks: %w", err)
	}
	packed := make([]byte, 1, 1+len(text)) // Pack must not move its first byte
	packed = pack.Pack(&packed[0], packed, text)
	_, err = w.exec(`INSERT OR REPLACE INTO proof (place, after, epoch, hash, time, signature, marks, offered)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $3)`, place(w.self.journal, p.Seq), p.After, p.Epoch[:], p.Hash[:], hlcValue(p.Time),
		p.Signature, packed)
	return err
}

// Proofs lists those that the district's history epoch has not been offered, and
// those of what it once signed for and now says it does not hold, in the journals'
// order. Nobody need be signed in.
func (s *Store) Proofs(ctx context.Context, epoch uuid.UUID) (ends []ProofEnd, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		rows, err := v.query(`SELECT p.place, e.uuid FROM proof p JOIN entry n ON n.place = p.place
			JOIN event e ON e.id = n.event WHERE p.offered <> $1 OR p.place > (SELECT j.id << 40 | j.received FROM journal j
			JOIN self s ON s.journal = j.id) ORDER BY p.place`, epoch[:])
		return each(rows, err, func() error {
			var p ProofEnd
			if err := rows.Scan(&p.Place, idInto(&p.Last)); err != nil {
				return sqlError("read proofs", err)
			}
			ends = append(ends, p)
			return nil
		})
	})
	return ends, err
}

// ProvenStretch gives the entries a proof covers, with the marks it proves. Unavailable
// with SignInFirst while everything is sealed.
func (s *Store) ProvenStretch(ctx context.Context, at int64) (p Proof, lines []Line, err error) {
	o, err := s.unlocked()
	if err != nil {
		return p, nil, err
	}
	err = s.look(ctx, o.keys, func(v *view) error {
		var hash, packed []byte
		var time int64
		found, err := v.row(`SELECT j.uuid, p.after, p.epoch, p.hash, p.time, p.signature, p.marks FROM proof p
			JOIN journal j ON j.id = p.place >> 40 WHERE p.place = $1`, []any{at},
			idInto(&p.Journal), &p.After, idInto(&p.Epoch), &hash, &time, &p.Signature, &packed)
		if err != nil {
			return err
		}
		if !found || len(packed) == 0 {
			return because(NotFound, KeyReceiptUnknown, fmt.Errorf("proof at %d", seqOf(at)))
		}
		copy(p.Hash[:], hash)
		p.Seq, p.Time = seqOf(at), hlcOf(time)
		text, err := pack.Unpack(packed[0], packed[1:])
		if err == nil {
			err = json.Unmarshal(text, &p.Marks)
		}
		if err != nil {
			return because(Unavailable, KeyDamaged, fmt.Errorf("read marks: %w", err))
		}
		lines, err = v.provenLines(&p, at)
		return err
	})
	return p, lines, err
}

func (v *view) provenLines(p *Proof, at int64) ([]Line, error) {
	var st Stretch
	if err := v.readStretch(&st, place(at>>seqBits, p.After), at, math.MaxInt); err != nil {
		return nil, err
	}
	if len(st.Entries) != len(p.Marks) {
		return nil, because(Unavailable, KeyDamaged, fmt.Errorf("%d entries, %d marks", len(st.Entries), len(p.Marks)))
	}
	lines := make([]Line, len(st.Entries))
	for i := range st.Entries {
		e := &st.Entries[i]
		lines[i].Marked = record.Marked{Event: e.Event, Mark: p.Marks[i]}
		if e.Erased {
			lines[i].Digest = &e.Digest
		}
	}
	return lines, nil
}

// ProofsOffered notes that a history of the district was offered all there is.
func (s *Store) ProofsOffered(ctx context.Context, epoch uuid.UUID) error {
	return s.transact(ctx, &opened{}, func(w *writing) error {
		_, err := w.exec(`UPDATE proof SET offered = $1 WHERE offered <> $1`, epoch[:])
		return err
	})
}
