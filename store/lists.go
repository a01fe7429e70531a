package store

import (
	"crypto/sha256"
	"encoding/binary"

	"ruhui/store/record"
)

// The rows of one person in each list. A list that has become shorter, because
// a visit was moved or a mark has come, loses its rest first.

func (w *writing) writeCases(head int64, p *record.Person, fresh bool) error {
	if err := w.shorten(fresh, `DELETE FROM residence_case WHERE id >= $1 AND id < $2`, head, len(p.Cases)); err != nil {
		return err
	}
	for i := range p.Cases {
		c := &p.Cases[i]
		typ, err := w.word(string(c.Type))
		if err != nil {
			return err
		}
		state, err := w.word(string(c.State))
		if err != nil {
			return err
		}
		if _, err := w.exec(`INSERT OR REPLACE INTO residence_case (id, no, type, state, filed, accepted, promised, ended)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, listRow(head, i), textOrNull(c.No), typ, state, dayOf(c.FiledOn),
			dayOrNull(dayOf(c.AcceptedOn)), dayOrNull(dayOf(c.PromisedOn)), dayOrNull(dayOf(c.EndedOn))); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) writeMemberships(head int64, p *record.Person, fresh bool) error {
	if err := w.shorten(fresh, `DELETE FROM membership WHERE id >= $1 AND id < $2`, head, len(p.Members)); err != nil {
		return err
	}
	for i := range p.Members {
		m := &p.Members[i]
		state, err := w.word(string(m.State))
		if err != nil {
			return err
		}
		target, err := w.unionID(m.Target)
		if err != nil {
			return err
		}
		holding, err := w.unionID(m.Holding)
		if err != nil {
			return err
		}
		if _, err := w.exec(`INSERT OR REPLACE INTO membership (id, no, member_no, state, target, holding, applied, joined, ended)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, listRow(head, i), textOrNull(m.No), textOrNull(m.MemberNo), state,
			nullable(target), nullable(holding), dayOrNull(dayOf(m.AppliedOn)), dayOrNull(dayOf(m.JoinedOn)),
			dayOrNull(dayOf(m.EndedOn))); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) writeTransfers(head int64, p *record.Person, fresh bool) error {
	if err := w.shorten(fresh, `DELETE FROM transfer WHERE id >= $1 AND id < $2`, head, len(p.Transfers)); err != nil {
		return err
	}
	for i := range p.Transfers {
		x := &p.Transfers[i]
		state, err := w.word(string(x.State))
		if err != nil {
			return err
		}
		from, err := w.unionID(x.From)
		if err != nil {
			return err
		}
		to, err := w.unionID(x.To)
		if err != nil {
			return err
		}
		if _, err := w.exec(`INSERT OR REPLACE INTO transfer (id, no, state, origin, goal, proposed, released, ended)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, listRow(head, i), textOrNull(x.No), state, nullable(from), nullable(to),
			dayOf(x.ProposedOn), dayOrNull(dayOf(x.ReleasedOn)), dayOrNull(dayOf(x.EndedOn))); err != nil {
			return err
		}
	}
	return nil
}

// writeFormer keeps numbers that were replaced findable.
func (w *writing) writeFormer(head int64, p *record.Person, fresh bool) error {
	numbers := formerNumbers(p)
	if err := w.shorten(fresh, `DELETE FROM former WHERE id >= $1 AND id < $2`, head, len(numbers)); err != nil {
		return err
	}
	for i, no := range numbers {
		if _, err := w.exec(`INSERT OR REPLACE INTO former (id, no) VALUES ($1, $2)`, listRow(head, i), no); err != nil {
			return err
		}
	}
	return nil
}

func formerNumbers(p *record.Person) []string {
	var numbers []string
	for i := range p.Cases {
		numbers = append(numbers, p.Cases[i].Former...)
	}
	for i := range p.Members {
		numbers = append(numbers, p.Members[i].Former...)
	}
	for i := range p.Transfers {
		numbers = append(numbers, p.Transfers[i].Former...)
	}
	return numbers
}

func (w *writing) writeSlips(head int64, p *record.Person, fresh bool) error {
	if !fresh {
		if _, err := w.exec(`DELETE FROM slip WHERE person = $1`, head); err != nil {
			return err
		}
	}
	for i := range p.Slips {
		if _, err := w.exec(`INSERT INTO slip (id, person) VALUES ($1, $2)
			ON CONFLICT (id) DO UPDATE SET person = excluded.person`, slipRow(p.Slips[i].Token), head); err != nil {
			return err
		}
	}
	return nil
}

// slipRow is what is kept of a token: enough to find its person, too little to
// open the resident's page with.
func slipRow(token string) int64 {
	sum := sha256.Sum256([]byte(token))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}
