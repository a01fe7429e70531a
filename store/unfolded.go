package store

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/vault"
)

// changes are the files written by others while files are folded outside their
// turn: what was folded of these is out of date. It is guarded by [Store.mu].
type changes struct {
	files map[uuid.UUID]bool // nil while nobody folds
}

func (c *changes) note(lists ...[]record.File) {
	if c.files == nil {
		return
	}
	for _, list := range lists {
		for _, f := range list {
			c.files[f.ID] = true
		}
	}
}

// watch notes changes from now on, or no longer.
func (s *Store) watch(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes.files = nil
	if on {
		s.changes.files = map[uuid.UUID]bool{}
	}
}

// foldMost is how many files are folded and written together.
const foldMost = 64

// outdated is a file whose lists are to be written anew.
type outdated struct {
	row  int64
	file record.File
}

// outcome is what was worked out of an outdated file.
type outcome struct {
	outdated
	group *group // of a person; nil for other files
	err   error  // it cannot be read: the lists stay as they are
}

// foldStored folds what was stored and not folded yet. Reading and folding take
// no turn; the lists are written in pieces between which saves go first. What a
// power cut takes back is still noted and folded again. A file that cannot be
// read keeps its lists and holds up no others; its error comes back at the end.
func (s *Store) foldStored(ctx context.Context) error {
	s.folds.Lock()
	defer s.folds.Unlock()
	if s.opt.ReadOnly {
		return nil
	}
	var damaged error
	for {
		seen, err := s.foldPass(ctx, &damaged)
		if err != nil {
			return err
		}
		if seen == 0 {
			return damaged
		}
	}
}

// foldLeft folds what was left when the program ended. Files that cannot be read
// stay in lists as they were.
func (s *Store) foldLeft(ctx context.Context) error {
	if err := s.foldStored(ctx); err != nil && !unreadable(err) {
		return err
	}
	return nil
}

// foldPass goes once through what is noted. What changes meanwhile is left to
// the next pass.
func (s *Store) foldPass(ctx context.Context, damaged *error) (seen int, err error) {
	o, err := s.unlocked()
	if err != nil {
		return 0, err
	}
	s.watch(true)
	defer s.watch(false)
	ctx, cancel := context.WithCancel(ctx)
	pages, failed := s.workOut(ctx, o.keys)
	defer func() { // nothing reads any more when foldPass has returned
		cancel()
		for range pages {
		}
	}()
	for page := range pages {
		seen += len(page)
		for len(page) > 0 {
			n, err := s.writeFolded(ctx, o, page)
			if err != nil {
				return seen, err
			}
			for _, x := range page[:n] {
				*damaged = errors.Join(*damaged, x.err)
			}
			page = page[n:]
		}
	}
	return seen, errors.Join(*failed, ctx.Err())
}

// workOut reads and folds what is noted, beside the writing. failed is set once
// the channel is closed.
func (s *Store) workOut(ctx context.Context, keys *vault.Keys) (<-chan []outcome, *error) {
	pages, failed := make(chan []outcome, 1), new(error)
	var mu sync.Mutex // guards after and failed
	after := int64(0)
	next := func() (page []outcome, err error) {
		mu.Lock()
		var list []outdated
		err = s.look(ctx, nil, func(v *view) (err error) {
			list, err = v.outdatedAfter(after)
			return err
		})
		if len(list) > 0 {
			after = list[len(list)-1].row
		}
		mu.Unlock()
		if err != nil || len(list) == 0 {
			return nil, err
		}
		if err := s.turns.giveWay(ctx); err != nil {
			return nil, err
		}
		err = s.look(ctx, keys, func(v *view) (err error) {
			page, err = v.workOut(ctx, &s.turns, list)
			return err
		})
		return page, err
	}
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for {
				page, err := next()
				if err != nil {
					mu.Lock()
					*failed = errors.Join(*failed, err)
					mu.Unlock()
				}
				if err != nil || page == nil {
					return
				}
				select {
				case pages <- page:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() {
		workers.Wait()
		close(pages)
	}()
	return pages, failed
}

func (v *view) outdatedAfter(row int64) ([]outdated, error) {
	var list []outdated
	rows, err := v.query(`SELECT u.file, f.uuid, k.text FROM unfolded u CROSS JOIN file f ON f.id = u.file JOIN word k ON k.id = f.kind
		WHERE u.file > $1 ORDER BY u.file LIMIT $2`, row, foldMost)
	err = each(rows, err, func() error {
		var x outdated
		if err := rows.Scan(&x.row, idInto(&x.file.ID), &x.file.Kind); err != nil {
			return sqlError("read unfolded", err)
		}
		list = append(list, x)
		return nil
	})
	return list, err
}

// workOut folds the persons among a page of files. Those read with others are
// read one by one, all others' events at once.
func (v *view) workOut(ctx context.Context, turns *turns, list []outdated) ([]outcome, error) {
	from, to := list[0].row, list[len(list)-1].row
	joined, err := v.joinedWithin(from, to)
	if err != nil {
		return nil, err
	}
	alone := make(map[int64]*group, len(list))
	page := make([]outcome, len(list))
	for i, x := range list {
		page[i].outdated = x
		if x.file.Kind == record.KindPerson && !joined[x.row] {
			page[i].group = &group{files: []fileRow{{x.row, x.file.ID}}}
			alone[x.row] = page[i].group
		}
	}
	if err := v.eventsWithin(from, to, alone); err != nil {
		if !unreadable(err) {
			return nil, err
		}
		for i := range page { // one by one, to leave out only what is damaged
			page[i].group = nil
		}
	}
	for i := range page {
		if err := turns.giveWay(ctx); err != nil {
			return nil, err
		}
		if err := v.finish(&page[i]); err != nil {
			return nil, err
		}
	}
	return page, nil
}

// finish folds one person and seals what lists show.
func (v *view) finish(x *outcome) (err error) {
	if x.file.Kind != record.KindPerson {
		return nil
	}
	if x.group == nil {
		x.group, x.err = v.group(x.file.ID)
	}
	if x.err == nil {
		x.err = x.group.show(v.keys)
	}
	if x.err != nil && !unreadable(x.err) {
		return x.err
	}
	return nil
}

// unreadable says that an error is that of one file and not of the store.
func unreadable(err error) bool {
	key := KeyOf(err)
	return key == KeyDamaged || key == KeyNewerProgram
}

// joinedWithin gives the files that are read together with others.
func (v *view) joinedWithin(from, to int64) (map[int64]bool, error) {
	joined := map[int64]bool{}
	rows, err := v.query(`SELECT a FROM joined WHERE a BETWEEN $1 AND $2`, from, to)
	err = each(rows, err, func() error {
		var row int64
		err := rows.Scan(&row)
		joined[row] = true
		return err
	})
	return joined, err
}

// eventsWithin opens the events of many files in one go.
func (v *view) eventsWithin(from, to int64, of map[int64]*group) error {
	rows, err := v.query(`SELECT `+eventColumns+`, e.file FROM unfolded u CROSS JOIN event e ON e.file = u.file
		CROSS JOIN act a ON a.id = e.act WHERE u.file BETWEEN $1 AND $2`, from, to)
	return each(rows, err, func() error {
		var r eventRow
		var file int64
		if err := v.scanEvent(rows, &r, &file); err != nil {
			return err
		}
		g := of[file]
		if g == nil {
			return nil
		}
		r.event.File = personFile(g.files[0].id)
		if err := openContent(v.keys, &r.event, r.content); err != nil {
			return err
		}
		g.events = append(g.events, record.Marked{Event: r.event, Mark: r.mark})
		return nil
	})
}

// writeFolded writes what nobody has changed meanwhile, one file at least, and
// as many as nobody has to wait for.
func (s *Store) writeFolded(ctx context.Context, o *opened, page []outcome) (n int, err error) {
	if err := s.turns.giveWay(ctx); err != nil {
		return 0, err
	}
	err = s.commit(ctx, o, written, func(w *writing) error {
		for n = 0; n < len(page) && (n == 0 || !s.turns.taken()); n++ {
			if err := w.writeOutcome(&page[n]); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

func (w *writing) writeOutcome(x *outcome) error {
	done := []fileRow{{x.row, x.file.ID}}
	switch {
	case x.err != nil:
	case x.file.Kind != record.KindPerson:
		if err := w.projectAlone(x); err != nil {
			return err
		}
	case slices.ContainsFunc(x.group.files, func(f fileRow) bool { return w.s.changes.files[f.id] }):
		return nil // out of date
	default:
		if err := w.projectGroup(x.group); err != nil {
			return err
		}
		done = append(done, x.group.files...)
	}
	for _, f := range slices.Compact(done) {
		if _, err := w.exec(`DELETE FROM unfolded WHERE file = $1`, f.row); err != nil {
			return err
		}
	}
	return nil
}

// projectAlone folds, in its turn, a file that is not a person's.
func (w *writing) projectAlone(x *outcome) error {
	events, err := w.eventsOf(x.file, x.row)
	if err == nil && len(events) > 0 { // else only named by another record so far
		_, err = w.projectEvents(x.file, x.row, events)
	}
	if err != nil && unreadable(err) {
		x.err, err = err, nil
	}
	return err
}
