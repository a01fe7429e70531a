package store

import (
	"database/sql"
	"maps"
	"sync"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// author is who wrote an event, where and in which role.
type author struct {
	Origin record.Origin
	Staff  uuid.UUID
	Role   record.Role
}

// interned remembers rows that are never changed: words and authors. What a
// transaction adds is taken in only once it is committed.
type interned struct {
	mu      sync.RWMutex
	words   map[string]int64
	texts   map[int64]string
	authors map[author]int64
	writers map[int64]author
}

func newInterned() *interned {
	return &interned{words: map[string]int64{}, texts: map[int64]string{},
		authors: map[author]int64{}, writers: map[int64]author{}}
}

// take adds what a committed transaction has interned.
func (c *interned) take(from *interned) {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.Copy(c.words, from.words)
	maps.Copy(c.texts, from.texts)
	maps.Copy(c.authors, from.authors)
	maps.Copy(c.writers, from.writers)
}

func (c *interned) keepWord(id int64, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.words[text], c.texts[id] = id, text
}

func (c *interned) keepAuthor(id int64, a author) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.authors[a], c.writers[id] = id, a
}

// lookUp asks what is committed first, then what this transaction has added.
func lookUp[K comparable, V any](v *view, of func(*interned) map[K]V, key K) (V, bool) {
	for _, c := range []*interned{v.shared, v.fresh} {
		c.mu.RLock()
		value, ok := of(c)[key]
		c.mu.RUnlock()
		if ok {
			return value, true
		}
	}
	var none V
	return none, false
}

func wordsOf(c *interned) map[string]int64   { return c.words }
func textsOf(c *interned) map[int64]string   { return c.texts }
func authorsOf(c *interned) map[author]int64 { return c.authors }
func writersOf(c *interned) map[int64]author { return c.writers }

// text reads an interned word; 0 is the empty one.
func (v *view) text(id int64) (string, error) {
	if text, ok := lookUp(v, textsOf, id); ok || id == 0 {
		return text, nil
	}
	var text string
	if _, err := v.row(`SELECT text FROM word WHERE id = $1`, []any{id}, &text); err != nil {
		return "", err
	}
	v.fresh.keepWord(id, text)
	return text, nil
}

func (v *view) author(id int64) (author, error) {
	a, ok := lookUp(v, writersOf, id)
	if ok {
		return a, nil
	}
	var role int64
	_, err := v.row(`SELECT terminal, centre, staff, role FROM author WHERE id = $1`, []any{id},
		idInto(&a.Origin.Terminal), idInto(&a.Origin.Centre), idInto(&a.Staff), &role)
	if err != nil {
		return a, err
	}
	text, err := v.text(role)
	if err != nil {
		return a, err
	}
	a.Role = record.Role(text)
	v.fresh.keepAuthor(id, a)
	return a, nil
}

// wordOrNull is NULL for the empty word.
func (w *writing) wordOrNull(text string) (sql.NullInt64, error) {
	if text == "" {
		return sql.NullInt64{}, nil
	}
	id, err := w.word(text)
	return nullable(id), err
}

// word gives the id of a word, making it when it is new. The empty one is a word
// too: whatever the district has marked is stored, also without type or role.
func (w *writing) word(text string) (int64, error) {
	if id, ok := lookUp(&w.view, wordsOf, text); ok {
		return id, nil
	}
	var id int64
	found, err := w.row(`SELECT id FROM word WHERE text = $1`, []any{text}, &id)
	if err == nil && !found {
		id, err = w.insert(`INSERT INTO word (text) VALUES ($1)`, text)
	}
	if err != nil {
		return 0, err
	}
	w.fresh.keepWord(id, text)
	return id, nil
}

func (w *writing) authorID(a author) (int64, error) {
	if id, ok := lookUp(&w.view, authorsOf, a); ok {
		return id, nil
	}
	role, err := w.word(string(a.Role))
	if err != nil {
		return 0, err
	}
	var id int64
	found, err := w.row(`SELECT id FROM author WHERE terminal = $1 AND centre = $2 AND staff = $3 AND role = $4`,
		[]any{a.Origin.Terminal[:], a.Origin.Centre[:], a.Staff[:], role}, &id)
	if err == nil && !found {
		id, err = w.insert(`INSERT INTO author (terminal, centre, staff, role) VALUES ($1, $2, $3, $4)`,
			a.Origin.Terminal[:], a.Origin.Centre[:], a.Staff[:], role)
	}
	if err != nil {
		return 0, err
	}
	w.fresh.keepAuthor(id, a)
	return id, nil
}

// fileID gives the row of a file, 0 when nothing was ever said of it.
func (v *view) fileID(f record.File) (int64, error) {
	var id int64
	_, err := v.row(`SELECT f.id FROM file f JOIN word k ON k.id = f.kind WHERE f.uuid = $1 AND k.text = $2`,
		[]any{f.ID[:], string(f.Kind)}, &id)
	return id, err
}

// file gives the row of a file, making it when it is new.
func (w *writing) file(f record.File) (int64, error) {
	if id, ok := w.files[f]; ok {
		return id, nil
	}
	kind, err := w.word(string(f.Kind))
	if err != nil {
		return 0, err
	}
	var id int64
	found, err := w.row(`SELECT id FROM file WHERE uuid = $1 AND kind = $2`, []any{f.ID[:], kind}, &id)
	if err == nil && !found {
		return w.newFile(f, kind)
	}
	if err != nil {
		return 0, err
	}
	w.files[f] = id
	return id, nil
}

// newFile makes the row of a file that has none.
func (w *writing) newFile(f record.File, kind int64) (int64, error) {
	id, err := w.insert(`INSERT INTO file (uuid, kind) VALUES ($1, $2)`, f.ID[:], kind)
	if err != nil {
		return 0, err
	}
	w.files[f] = id
	w.filesMade++
	return id, nil
}

// unionID is the row of a union's file, 0 for none.
func (w *writing) unionID(id uuid.UUID) (int64, error) {
	if id == uuid.Nil {
		return 0, nil
	}
	return w.file(record.File{Kind: record.KindUnion, ID: id})
}
