package store

import (
	"github.com/google/uuid"

	"ruhui/store/record"
)

// project folds every touched file anew and writes what lists and searches read
// of it. It gives the listing of each file folded.
func (w *writing) project() ([]record.Listing, error) {
	var listings []record.Listing
	done := map[*group]bool{}
	for _, f := range w.touched {
		if f.Kind != record.KindPerson {
			l, err := w.projectOther(f)
			if err != nil {
				return nil, err
			}
			listings = append(listings, l)
			continue
		}
		g, err := w.group(f.ID)
		if err != nil {
			return nil, err
		}
		if done[g] {
			continue
		}
		done[g] = true
		if err := w.projectGroup(g); err != nil {
			return nil, err
		}
		for _, p := range g.fold() {
			listings = append(listings, p.Listing)
		}
	}
	return listings, nil
}

// projectOther folds a file that stands alone. What the directory holds is
// renewed once the write is committed.
func (w *writing) projectOther(f record.File) (record.Listing, error) {
	row, err := w.file(f)
	if err != nil {
		return record.Listing{}, err
	}
	events, err := w.eventsOf(f, row)
	if err != nil {
		return record.Listing{}, err
	}
	return w.projectEvents(f, row, events)
}

func (w *writing) projectEvents(f record.File, row int64, events []record.Marked) (record.Listing, error) {
	if f.Kind == record.KindService {
		return w.projectService(f, row, events)
	}
	entry, listing := foldEntry(f, events)
	if dir := w.opened.dir; dir != nil && entry != nil {
		w.after = append(w.after, func() { dir.put(entry) })
	}
	return listing, nil
}

// projectGroup writes the rows of each person of a group, and takes away those
// of files that are no longer a person of their own.
func (w *writing) projectGroup(g *group) error {
	if len(g.events) == 0 {
		return w.unlist(g)
	}
	rows := make(map[uuid.UUID]int64, len(g.files))
	for _, f := range g.files {
		rows[f.id] = f.row
	}
	heads, aliases := map[int64]bool{}, map[int64]bool{}
	if err := g.show(w.keys); err != nil {
		return err
	}
	for i := range g.shown {
		p, head := &g.persons[i], g.shown[i].row
		if w.blank(p) {
			continue
		}
		heads[head] = true
		if err := w.projectPerson(p, &g.shown[i]); err != nil {
			return err
		}
		for _, id := range p.IDs[1:] {
			aliases[rows[id]] = true
			if _, err := w.exec(`INSERT INTO alias (file, person) VALUES ($1, $2)
				ON CONFLICT (file) DO UPDATE SET person = excluded.person`, rows[id], head); err != nil {
				return err
			}
		}
	}
	if len(g.files) == 1 && len(heads) == 1 {
		return nil
	}
	for _, f := range g.files {
		if err := w.clearAlias(f.row, heads[f.row]); err != nil {
			return err
		}
		if heads[f.row] || aliases[f.row] {
			continue
		}
		if _, err := w.exec(`DELETE FROM alias WHERE file = $1`, f.row); err != nil { // nothing is left of it
			return err
		}
	}
	return nil
}

// clearAlias: a file either names a person or is an alias of one.
func (w *writing) clearAlias(file int64, head bool) error {
	if head {
		_, err := w.exec(`DELETE FROM alias WHERE file = $1`, file)
		return err
	}
	if _, err := w.exec(`DELETE FROM person WHERE id = $1`, file); err != nil {
		return err
	}
	w.after = append(w.after, func() { w.s.index.Load().remove(file) })
	return w.writeLists(file, &record.Person{}, false)
}

func (w *writing) projectPerson(p *record.Person, e *shown) error {
	member, err := w.wordOrNull(string(e.member))
	if err != nil {
		return err
	}
	residence, err := w.wordOrNull(string(e.residence))
	if err != nil {
		return err
	}
	holding, err := w.unionID(e.holding)
	if err != nil {
		return err
	}
	values := []any{e.row, textOrNull(e.town), member, nullable(holding), residence, dayOf(e.visited), e.listed, e.sealed}
	r, err := w.exec(`INSERT INTO person (id, town, member, holding, residence, visited, listed, line)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`, values...)
	if err != nil {
		return err
	}
	made, err := r.RowsAffected()
	if err == nil && made == 0 {
		_, err = w.exec(`UPDATE person SET town = $2, member = $3, holding = $4, residence = $5, visited = $6, listed = $7, line = $8
			WHERE id = $1`, values...)
	}
	if err != nil {
		return err
	}
	w.after = append(w.after, func() { w.s.index.Load().putPrepared(e.found) })
	return w.writeLists(e.row, p, made == 1)
}

// writeLists writes what a person has several of. fresh says that no list has
// anything of this person yet.
func (w *writing) writeLists(head int64, p *record.Person, fresh bool) error {
	for _, write := range []func(int64, *record.Person, bool) error{
		w.writeCases, w.writeMemberships, w.writeTransfers, w.writeFormer, w.writeSlips,
	} {
		if err := write(head, p, fresh); err != nil {
			return err
		}
	}
	return nil
}

// shorten takes away the rows of a list behind the last. The query names a
// table's ids.
func (w *writing) shorten(fresh bool, query string, head int64, left int) error {
	if fresh {
		return nil
	}
	_, err := w.exec(query, listRow(head, left), listRow(head+1, 0))
	return err
}

// listBits leave room for 4096 rows of a kind for each person; a person with
// more is folded whole all the same, only lists leave the rest out.
const listBits = 12

func listRow(head int64, i int) int64 { return head<<listBits | int64(min(i, 1<<listBits-1)) }

// textOrNull is NULL for an empty text.
func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func dayOrNull(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}
