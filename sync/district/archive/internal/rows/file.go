package rows

import (
	"bytes"
	"cmp"
	"database/sql"
	"maps"
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

// JoinedWith implements archive.Tx. It goes from one to the next in rounds: most
// files are joined with none, and then there is one round.
func (t *Tx) JoinedWith(files []int64) ([]archive.File, error) {
	met := make(map[int64]bool, len(files))
	for round := files; len(round) > 0; {
		for _, f := range round {
			met[f] = true
		}
		next := []int64{}
		if err := t.eachOf(numbers(round), `WITH v(id) AS (LIST) SELECT j.b FROM v JOIN joined j ON j.a = v.id`,
			func(rows *sql.Rows) error {
				var b int64
				err := rows.Scan(&b)
				if !met[b] {
					next = append(next, b)
				}
				return err
			}); err != nil {
			return nil, err
		}
		round = next
	}
	all := make([]archive.File, 0, len(met))
	err := t.eachOf(numbers(slices.Sorted(maps.Keys(met))), `WITH v(id) AS (LIST)
		SELECT `+fileColumns+` FROM v JOIN file ON file.id = v.id`, func(rows *sql.Rows) error {
		f, err := scanFile(rows)
		all = append(all, f)
		return err
	})
	slices.SortFunc(all, func(a, b archive.File) int { return cmp.Compare(a.Row, b.Row) })
	return all, err
}
