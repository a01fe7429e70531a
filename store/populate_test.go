package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"

	"github.com/google/uuid"

	"ruhui/store/vault"
)

// Populate fills the tables as n registrations and applications would have,
// with copies of the last one recorded here. Names, numbers and telephones are
// sealed for each person, so that searches and lists are real; events are
// copies, of which nobody but their tables' size must be believed. The district
// has received all of it. Open the folder anew afterwards.
func (ses *Session) Populate(ctx context.Context, n int, who func(i int) (name, masked, tail string)) error {
	o, err := ses.use()
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", uri(filepath.Join(ses.store.dir, dbName), "_pragma=synchronous(OFF)",
		"_pragma=cache_size(-400000)", "_pragma=temp_store(2)", "_pragma=wal_autocheckpoint(20000)"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := each10000(n, func(from, to int) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if err := populate(tx, o.keys, from, to, who); err != nil {
			return err
		}
		return tx.Commit()
	}); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `UPDATE journal SET received = head, safe = head, upto = (SELECT max(id) FROM event);
		PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}

func each10000(n int, do func(from, to int) error) error {
	for from := 0; from < n; from += 10_000 {
		if err := do(from, min(n, from+10_000)); err != nil {
			return err
		}
	}
	return nil
}

func populate(tx *sql.Tx, keys *vault.Keys, from, to int, who func(int) (string, string, string)) error {
	var base int64
	if err := tx.QueryRow(`SELECT max(id) + 1 FROM file`).Scan(&base); err != nil {
		return err
	}
	if err := populateLines(tx, keys, base, from, to, who); err != nil {
		return err
	}
	for _, q := range populating {
		if _, err := tx.Exec(q, sql.Named("base", base), sql.Named("n", to-from), sql.Named("from", from)); err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	return nil
}

func populateLines(tx *sql.Tx, keys *vault.Keys, base int64, from, to int, who func(int) (string, string, string)) error {
	file, err := tx.Prepare(`INSERT INTO file (id, uuid, kind) VALUES ($1, $2, (SELECT kind FROM file WHERE id = (SELECT max(id) FROM person)))`)
	if err != nil {
		return err
	}
	person, err := tx.Prepare(`INSERT INTO person (id, town, member, residence, visited, listed, line)
		VALUES ($1, '330402103', NULL, NULL, $2, 0, $3)`)
	if err != nil {
		return err
	}
	for i := from; i < to; i++ {
		id := uuid.New()
		name, masked, tail := who(i)
		plain, err := (&line{Name: name, Numbers: []string{masked}, Tail: tail}).bytes()
		if err != nil {
			return err
		}
		sealed, err := sealColumn(keys, "person.line", id, plain)
		if err != nil {
			return err
		}
		if _, err := file.Exec(base+int64(i-from), id[:]); err != nil {
			return err
		}
		visited := 20250101 + i%28 + i/28%12*100
		if _, err := person.Exec(base+int64(i-from), visited, sealed); err != nil {
			return err
		}
	}
	return nil
}

// populating copies the first three events of the last visit, its case and
// its membership, for the files from base on.
var populating = []string{
	`CREATE TEMP TABLE IF NOT EXISTS count AS WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < 9999)
		SELECT i FROM c`,
	`CREATE TEMP TABLE IF NOT EXISTS kept AS SELECT row_number() OVER (ORDER BY e.id) - 1 AS no, e.*,
		(SELECT max(id) FROM act) AS acts, (SELECT max(id) FROM event) AS events, (SELECT head FROM journal) AS head
		FROM event e WHERE act = (SELECT max(id) FROM act) ORDER BY e.id LIMIT 3`,
	`INSERT INTO act (id, uuid, visit, author, proven) SELECT k.acts + 1 + @from + i,
		unhex(printf('0199%012x%016x', @from + i, random())), randomblob(16), a.author, a.proven
		FROM temp.count JOIN temp.kept k ON k.no = 0 JOIN act a ON a.id = k.acts WHERE i < @n`,
	`INSERT INTO event (id, uuid, at, act, file, type, version, shift, mark, reason, digest, content)
		SELECT k.events + 1 + (@from + i) * 3 + k.no, unhex(printf('0199%012x%016x', (@from + i) * 3 + k.no, random())), k.at,
		k.acts + 1 + @from + i, @base + i, k.type, k.version, k.shift, k.mark, k.reason, randomblob(32), k.content
		FROM temp.count CROSS JOIN temp.kept k WHERE i < @n`,
	`INSERT INTO entry (place, event, hash) SELECT 1 << 40 | (k.head + 1 + (@from + i) * 3 + k.no),
		k.events + 1 + (@from + i) * 3 + k.no, NULL FROM temp.count CROSS JOIN temp.kept k WHERE i < @n`,
	`INSERT INTO residence_case (id, no, type, state, filed) SELECT (@base + i) << 12, printf('JZ3304021039901%010d', @from + i),
		c.type, c.state, c.filed FROM temp.count, (SELECT type, state, filed FROM residence_case LIMIT 1) c WHERE i < @n`,
	`INSERT INTO membership (id, no, state) SELECT (@base + i) << 12, printf('RH3304021039901%010d', @from + i), m.state
		FROM temp.count, (SELECT state FROM membership LIMIT 1) m WHERE i < @n`,
	`INSERT INTO slip (id, person) SELECT random() >> 1 & 0x7fffffffffffffff, @base + i FROM temp.count WHERE i < @n`,
	`UPDATE journal SET head = head + 3 * @n`,
}

// ReadLines reads and opens each person's row once and does nothing with it:
// what the reading of names costs at least.
func (ses *Session) ReadLines(ctx context.Context) (n int, err error) {
	o, err := ses.use()
	if err != nil {
		return 0, err
	}
	for before := int64(1) << 62; ; {
		var page []sealedLine
		err := ses.store.look(ctx, o.keys, func(v *view) (err error) {
			page, err = v.linesBefore(before)
			return err
		})
		if err != nil || len(page) == 0 {
			return n, err
		}
		for _, p := range page {
			if _, err := openLine(o.keys, p.id, p.line); err != nil {
				return n, err
			}
			before = p.row
		}
		n += len(page)
	}
}
