package district

import (
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// keep writes events, the journal's new entries, joined files, and what came
// with a known id and other contents.
func (in *intake) keep() error {
	if err := in.s.sealed(); err != nil {
		return err
	}
	seq := in.after + int64(in.skipped)
	for i, e := range in.entries {
		in.place(e, seq+int64(i)+1, in.endsAct(i))
	}
	if err := in.add(); err != nil {
		return err
	}
	for _, e := range in.entries {
		if e.known && !e.erased && e.row.Identity() != e.identity {
			if err := in.refuse(e); err != nil {
				return err
			}
		}
	}
	for _, e := range in.remarked {
		if err := in.tx.Remark(e.row.Row, e.row.Mark); err != nil {
			return err
		}
	}
	for _, e := range in.fresh {
		if e.also != (record.File{}) {
			if err := in.tx.Join(e.file.Row, in.files[e.also].Row); err != nil {
				return err
			}
		}
	}
	if n := len(in.entries); n > 0 {
		in.journal.Head, in.journal.Hash = seq+int64(n), in.entries[n-1].chain
	}
	in.journal.At = in.received
	return nil
}

// place makes the entry's row.
func (in *intake) place(e *entry, seq int64, ends bool) {
	r := &e.row
	if !e.known {
		*r = archive.Event{Header: e.event, Digest: e.digest, Mark: r.Mark, Content: e.content, Received: in.received}
		r.Header.Body, r.Header.Salt = nil, [16]byte{}
		if e.empty = e.erased || in.covered(e); e.empty {
			r.Header.Act, r.Header.Visit, r.Header.File, r.Content = uuid.Nil, uuid.Nil, record.File{}, nil
		} else {
			r.File = e.file.Row
		}
	}
	r.Journal, r.Seq, r.Ends = in.s.journal, seq, record.Hash{}
	if in.s.journal == uuid.Nil {
		r.Seq = 0
	} else if ends {
		r.Ends = e.chain
	}
}

// covered says that the event was erased before it came.
func (in *intake) covered(e *entry) bool {
	if e.event.File.Kind != record.KindPerson {
		return false
	}
	return e.row.Mark.Effective <= in.erased[e.event.File.ID]
}

func (in *intake) endsAct(i int) bool {
	return i == len(in.entries)-1 || in.entries[i].event.Act != in.entries[i+1].event.Act
}

// add stores new events, and enters those that are here by another way.
func (in *intake) add() error {
	added := make([]archive.Event, len(in.fresh))
	for i, e := range in.fresh {
		added[i] = e.row
	}
	if err := in.tx.AddEvents(added); err != nil {
		return err
	}
	for i, e := range in.fresh {
		e.row.Row = added[i].Row
	}
	if in.s.journal == uuid.Nil {
		return nil
	}
	var entered []archive.Event
	for _, e := range in.entries {
		if e.same != nil {
			e.row.Row, e.row.Header, e.row.Digest = e.same.row.Row, e.same.row.Header, e.same.row.Digest
		}
		if e.known {
			entered = append(entered, e.row)
		}
	}
	if len(entered) == 0 {
		return nil
	}
	return in.tx.Enter(entered)
}

// refuse keeps what came with a known id and other contents: the first counts.
func (in *intake) refuse(e *entry) error {
	plain, err := json.Marshal(record.Marked{Event: e.event, Mark: e.row.Mark})
	if err != nil {
		return fmt.Errorf("write refused event %s: %w", e.event.ID, err)
	}
	sealed, err := in.d.sealColumn("refused", e.event.ID, plain)
	if err != nil {
		return err
	}
	return in.tx.Refuse(e.event.ID, e.identity, sealed)
}
