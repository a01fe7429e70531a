package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ruhui/store/record"
)

// Dump writes every projection with this database's own numbers replaced by
// what they stand for, so that two stores can be compared.
func (ses *Session) Dump(ctx context.Context) (string, error) {
	o, err := ses.use()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = ses.store.look(ctx, o.keys, func(v *view) error {
		for _, q := range dumps {
			if err := v.dump(&out, q); err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
		}
		lines := map[string]string{}
		for before := int64(1) << 62; ; {
			page, err := v.linesBefore(before)
			if err != nil || len(page) == 0 {
				fmt.Fprintln(&out, lines) // maps print in the order of their keys
				return err
			}
			for _, p := range page {
				l, err := openLine(o.keys, p.id, p.line)
				if err != nil {
					return err
				}
				lines[p.id.String()] = fmt.Sprintf("%+v %v", l, p.visited)
				before = p.row
			}
		}
	})
	return out.String(), err
}

var dumps = []string{
	`SELECT hex(f.uuid), p.town, m.text, hex(u.uuid), r.text, p.visited, p.listed FROM person p JOIN file f ON f.id = p.id
		LEFT JOIN word m ON m.id = p.member LEFT JOIN word r ON r.id = p.residence LEFT JOIN file u ON u.id = p.holding
		ORDER BY f.uuid`,
	`SELECT hex(f.uuid), hex(p.uuid) FROM alias a JOIN file f ON f.id = a.file JOIN file p ON p.id = a.person ORDER BY f.uuid`,
	`SELECT hex(f.uuid), c.id & 4095, c.no, t.text, s.text, c.filed, c.accepted, c.promised, c.ended FROM residence_case c
		JOIN file f ON f.id = c.id >> 12 JOIN word t ON t.id = c.type JOIN word s ON s.id = c.state ORDER BY f.uuid, c.id`,
	`SELECT hex(f.uuid), m.id & 4095, m.no, m.member_no, s.text, hex(t.uuid), hex(h.uuid), m.applied, m.joined, m.ended
		FROM membership m JOIN file f ON f.id = m.id >> 12 JOIN word s ON s.id = m.state
		LEFT JOIN file t ON t.id = m.target LEFT JOIN file h ON h.id = m.holding ORDER BY f.uuid, m.id`,
	`SELECT hex(f.uuid), x.id & 4095, x.no, s.text, hex(a.uuid), hex(b.uuid), x.proposed, x.released, x.ended
		FROM transfer x JOIN file f ON f.id = x.id >> 12 JOIN word s ON s.id = x.state
		LEFT JOIN file a ON a.id = x.origin LEFT JOIN file b ON b.id = x.goal ORDER BY f.uuid, x.id`,
	`SELECT hex(f.uuid), o.no FROM former o JOIN file f ON f.id = o.id >> 12 ORDER BY f.uuid, o.id`,
	`SELECT hex(f.uuid), s.sealed, s.opened, s.no, k.text, t.text, hex(p.uuid), hex(s.assignee), s.due, s.ended FROM service s
		JOIN file f ON f.id = s.id LEFT JOIN word k ON k.id = s.kind LEFT JOIN word t ON t.id = s.state
		LEFT JOIN file p ON p.id = s.person ORDER BY f.uuid`,
	`SELECT s.id, hex(f.uuid) FROM slip s JOIN file f ON f.id = s.person ORDER BY s.id`,
}

func (v *view) dump(out *strings.Builder, query string) error {
	rows, err := v.query(query)
	return each(rows, err, func() error {
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		fmt.Fprintln(out, values...)
		return nil
	})
}

// Spoil changes the database as somebody with the file in hand could, with
// SQLite's own checks off.
func (s *Store) Spoil(ctx context.Context, statements ...string) error {
	return s.writer.run(ctx, func(c *sql.Conn) error {
		for _, q := range append([]string{"PRAGMA foreign_keys = 0"}, statements...) {
			if _, err := c.ExecContext(ctx, q); err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
		}
		return nil
	})
}

// Column reads one column of a query as text.
func (s *Store) Column(ctx context.Context, query string) ([]string, error) {
	var all []string
	err := s.look(ctx, nil, func(v *view) error {
		rows, err := v.query(query)
		return each(rows, err, func() error {
			var text string
			err := rows.Scan(&text)
			all = append(all, text)
			return err
		})
	})
	return all, err
}

// AllEvents opens every event of persons here, with its mark.
func (ses *Session) AllEvents(ctx context.Context) (events []record.Marked, err error) {
	o, err := ses.use()
	if err != nil {
		return nil, err
	}
	err = ses.store.look(ctx, o.keys, func(v *view) error {
		files, err := v.filesOf("person")
		if err != nil {
			return err
		}
		for _, f := range files {
			more, err := v.eventsOf(personFile(f.id), f.row)
			if err != nil {
				return err
			}
			events = append(events, more...)
		}
		return nil
	})
	return events, err
}

// NextCaseNo takes a case number without a case.
func (ses *Session) NextCaseNo(ctx context.Context) (no string, err error) {
	err = ses.store.write(ctx, func(w *writing) error {
		no, err = (&Tx{w: w, today: ses.Today()}).CaseNo("JZ")
		return err
	})
	return no, err
}

// NextMemberNo takes a member number without a member.
func (ses *Session) NextMemberNo(ctx context.Context) (no string, err error) {
	err = ses.store.write(ctx, func(w *writing) error {
		no, err = (&Tx{w: w, today: ses.Today()}).MemberNo()
		return err
	})
	return no, err
}

// Downgrade leaves the database as the first schema made it, with the journal:
// everything later is dropped, as if the program that made it had never run.
func (s *Store) Downgrade(ctx context.Context) error {
	files, err := schemaFiles()
	if err != nil {
		return err
	}
	first, err := schemas.ReadFile(files[0])
	if err != nil {
		return err
	}
	return s.writer.run(ctx, func(c *sql.Conn) error {
		if _, err := c.ExecContext(ctx, "ATTACH ':memory:' AS first"); err != nil {
			return err
		}
		for _, q := range append([]string{"PRAGMA foreign_keys = 0"}, strings.Split(
			strings.ReplaceAll(string(first), "CREATE TABLE ", "CREATE TABLE first."), ";\n")...) {
			if strings.Contains(q, "INDEX") {
				continue
			}
			if _, err := c.ExecContext(ctx, q); err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
		}
		var drops []string
		rows, err := c.QueryContext(ctx, `SELECT 'DROP ' || type || ' main.' || name FROM main.sqlite_schema
			WHERE type = 'index' AND sql IS NOT NULL AND instr($1, 'INDEX ' || name || ' ') = 0
			OR type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN (SELECT name FROM first.sqlite_schema)
			ORDER BY type`, string(first)) // indexes before the tables they go with
		if err := each(rows, err, func() error {
			var q string
			err := rows.Scan(&q)
			drops = append(drops, q)
			return err
		}); err != nil {
			return err
		}
		for _, q := range append(drops, "DETACH first", "PRAGMA user_version = 1", "PRAGMA foreign_keys = 1") {
			if _, err := c.ExecContext(ctx, q); err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
		}
		return nil
	})
}

// OnShare are the options of a folder on a network share.
func (o Options) OnShare() Options {
	o.onShare = func(string) (bool, error) { return true, nil }
	return o
}

// LeafPage gives a page of a table that holds rows in the midst of others.
func (s *Store) LeafPage(ctx context.Context, table string) (page int64, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		var root int64
		if _, err := v.row(`SELECT rootpage FROM sqlite_schema WHERE name = $1`, []any{table}, &root); err != nil {
			return err
		}
		data, err := os.ReadFile(filepath.Join(s.dir, dbName))
		if err != nil {
			return err
		}
		const size, inner = 4096, 5 // SQLite file format, section 1.6: B-tree pages
		at := data[(root-1)*size : root*size]
		if page = root; at[0] == inner { // the left child of a cell amid the others
			cells := int(at[3])<<8 | int(at[4])
			cell := cells / 2
			offset := int(at[12+2*cell])<<8 | int(at[13+2*cell])
			page = int64(binary.BigEndian.Uint32(at[offset:]))
		}
		return nil
	})
	return page, err
}

// TakeUnfolded stores others' events as Take does and leaves the folding to the
// next sign-in, as a power cut in between would.
func (s *Store) TakeUnfolded(ctx context.Context, events []record.Marked) error {
	lines := make([]Line, len(events))
	for i := range events {
		lines[i].Marked = events[i]
	}
	return s.takePieces(ctx, lines, nil)
}

// HoldLog keeps the log from being folded into the database, as if the program
// were killed before it comes to that.
func (s *Store) HoldLog() error {
	c := s.checkpoints
	s.checkpoints = nil
	return c.stop()
}

// Remember lets the machine's memory follow now.
func (s *Store) Remember(ctx context.Context) { s.remember(ctx) }

// Pragma asks the writer, and every reader at once.
func (s *Store) Pragma(ctx context.Context, name string) (writer string, readers []string, err error) {
	var held []*connection
	defer func() {
		for _, c := range held {
			s.reader.free <- c
		}
	}()
	for range cap(s.reader.free) {
		c, err := s.reader.take(ctx)
		if err != nil {
			return "", nil, err
		}
		held = append(held, c)
		var said string
		if err := c.QueryRowContext(ctx, "PRAGMA "+name).Scan(&said); err != nil {
			return "", nil, err
		}
		readers = append(readers, said)
	}
	err = s.writer.run(ctx, func(c *sql.Conn) error {
		return c.QueryRowContext(ctx, "PRAGMA "+name).Scan(&writer)
	})
	return writer, readers, err
}

// FoldStored folds what TakeUnfolded left.
func (s *Store) FoldStored(ctx context.Context) error { return s.foldStored(ctx) }
