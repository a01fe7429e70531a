package rows

import (
	"bytes"
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

const fileColumns = `file.id, file.kind, file.uuid, file.changes, file.views, file.directory, file.due`

// LockFiles implements archive.Tx. One statement makes and counts, in the order
// of the ids: whoever comes second waits at the first file both want.
func (t *Tx) LockFiles(files []record.File) ([]archive.File, error) {
	return t.files(files, `WITH v(kind, uuid) AS (LIST)
		INSERT INTO file (kind, uuid, changes, views, due) SELECT kind, uuid, 1, '', 0 FROM v WHERE true ORDER BY uuid, kind
		ON CONFLICT (uuid, kind) DO UPDATE SET changes = file.changes + 1
		RETURNING `+fileColumns, true)
}

// Files implements archive.Tx.
func (t *Tx) Files(files []record.File) ([]archive.File, error) {
	return t.files(files, `WITH v(kind, uuid) AS (LIST)
		SELECT `+fileColumns+` FROM v JOIN file ON file.uuid = v.uuid AND file.kind = v.kind`, false)
}

// files runs a query over the files by id, each once, and gives what it found
// in the order asked for.
func (t *Tx) files(files []record.File, query string, all bool) ([]archive.File, error) {
	sorted := slices.Clone(files)
	slices.SortFunc(sorted, compareFiles)
	sorted = slices.Compact(sorted)
	l := newList("tb", len(sorted))
	for i := range sorted {
		l.add(string(sorted[i].Kind), sorted[i].ID[:])
	}
	found := make(map[record.File]archive.File, len(sorted))
	if err := t.eachOf(l, query, func(rows *sql.Rows) error {
		f, err := scanFile(rows)
		found[f.File] = f
		return err
	}); err != nil {
		return nil, err
	}
	given := make([]archive.File, 0, len(files))
	for _, f := range files {
		if one, ok := found[f]; ok || all {
			given = append(given, one)
		}
	}
	return given, nil
}

func compareFiles(a, b record.File) int {
	return cmp.Or(bytes.Compare(a.ID[:], b.ID[:]), cmp.Compare(a.Kind, b.Kind))
}

func scanFile(rows *sql.Rows) (f archive.File, err error) {
	var views string
	err = rows.Scan(&f.Row, &f.File.Kind, id(&f.File.ID), &f.Changes, &views, &f.Standing.Directory, clock(&f.Standing.Due))
	if views != "" {
		f.Standing.Views = strings.Split(views, "\n")
	}
	return f, err
}

// PutStandings implements archive.Tx. Names of feeds hold no line break.
func (t *Tx) PutStandings(files []archive.File) error {
	l := newList("ntbn", len(files))
	for i := range files {
		s := &files[i].Standing
		l.add(files[i].Row, strings.Join(s.Views, "\n"), s.Directory, int64(s.Due))
	}
	return t.execOf(l, `WITH v(id, views, directory, due) AS (LIST)
		UPDATE file SET views = v.views, directory = v.directory, due = v.due FROM v WHERE file.id = v.id`)
}

// Due implements archive.Tx.
func (t *Tx) Due(by record.HLC, most int) (due []archive.File, err error) {
	err = t.each(`SELECT `+fileColumns+` FROM file WHERE due > 0 AND due <= $1 ORDER BY due, id LIMIT $2`,
		[]any{int64(by), most}, func(rows *sql.Rows) error {
			f, err := scanFile(rows)
			due = append(due, f)
			return err
		})
	return due, err
}

// Join implements archive.Tx. Each pair stands in both directions.
func (t *Tx) Join(a, b int64) error {
	return t.exec(`INSERT INTO joined (a, b) VALUES ($1, $2), ($2, $1) ON CONFLICT (a, b) DO NOTHING`, a, b)
}

// JoinedWith implements archive.Tx.
func (t *Tx) JoinedWith(files []int64) ([]archive.File, error) {
	l := newList("n", len(files))
	for _, f := range files {
		l.add(f)
	}
	found := make(map[int64]archive.File, len(files)) // two portions may reach the same file
	if err := t.eachOf(l, `WITH RECURSIVE v(id) AS (LIST), met(id) AS (
			SELECT id FROM v UNION SELECT j.b FROM met JOIN joined j ON j.a = met.id)
		SELECT `+fileColumns+` FROM met JOIN file ON file.id = met.id`,
		func(rows *sql.Rows) error {
			f, err := scanFile(rows)
			found[f.Row] = f
			return err
		}); err != nil {
		return nil, err
	}
	all := make([]archive.File, 0, len(found))
	for _, f := range found {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b archive.File) int { return cmp.Compare(a.Row, b.Row) })
	return all, nil
}
