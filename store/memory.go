package store

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// memory is what this machine remembers, outside the folder, of how far a folder
// was: a folder that is behind it was set back. It holds nothing of persons.
type memory struct {
	Version  int         `json:"v"`
	Terminal uuid.UUID   `json:"terminal"`
	Instance uuid.UUID   `json:"instance"` // each copy that noticed is one of its own
	Path     string      `json:"path"`
	Journal  uuid.UUID   `json:"journal"`
	Head     int64       `json:"head"`
	Hash     record.Hash `json:"hash"`
	Numbers  int64       `json:"numbers"` // how many were ever given; grows only
	Blocks   []int       `json:"blocks,omitempty"`
}

const memorySuffix = ".json"

// rememberRest is how long after a save the memory follows: soon enough that no
// person can copy a folder in between, and no burden to a row of saves.
const rememberRest = 200 * time.Millisecond

// recognise compares the folder with machine and memory, as it is opened.
func (s *Store) recognise(ctx context.Context) error {
	if s.opt.Memory == "" {
		return nil
	}
	first := false
	if err := s.transact(ctx, &opened{}, func(w *writing) error {
		var instance uuid.UUID
		var machine []byte
		found, err := w.row(`SELECT instance, machine FROM place`, nil, idInto(&instance), &machine)
		if err != nil {
			return err
		}
		if !found {
			first = true
			return w.settleHere(uuid.New())
		}
		why, err := w.compare(instance, machine)
		if err != nil || why == "" {
			return err
		}
		return w.copied(why, takenBlocks(w.s.opt.Memory, w.self.origin.Terminal))
	}); err != nil {
		return err
	}
	if first {
		// Should the log be lost, the database must still know whose memory to ask.
		// On a full disk that is asked for too much: then it goes without.
		_ = s.Checkpoint(ctx)
	}
	s.remember(ctx)
	return nil
}

// settleHere notes where the folder is.
func (w *writing) settleHere(instance uuid.UUID) error {
	_, err := w.exec(`INSERT INTO place (one, instance, machine) VALUES (1, $1, $2)
		ON CONFLICT (one) DO UPDATE SET instance = excluded.instance, machine = excluded.machine`,
		instance[:], machineOf(w.s.opt.Machine))
	return err
}

func (w *writing) compare(instance uuid.UUID, machine []byte) (CopyReason, error) {
	if string(machine) != string(machineOf(w.s.opt.Machine)) {
		return CopyMachine, nil
	}
	m, known := readMemory(filepath.Join(w.s.opt.Memory, instance.String()+memorySuffix))
	if !known || m.Terminal != w.self.origin.Terminal {
		return "", nil // another user of this machine, or a profile that was cleared
	}
	if isElsewhere(m.Path, w.s.dir) {
		return CopyFolder, nil
	}
	behind, err := w.behind(m)
	if err != nil || !behind {
		return "", err
	}
	return CopyOlder, nil
}

// isElsewhere: a folder that was moved is still the only one; a copy is not.
func isElsewhere(remembered, here string) bool {
	if remembered == here {
		return false
	}
	there, err := os.Stat(filepath.Join(remembered, dbName))
	if err != nil {
		return false
	}
	ours, err := os.Stat(filepath.Join(here, dbName))
	return err == nil && !os.SameFile(there, ours) // else the same folder by another name
}

// behind says that the folder lacks something that was remembered of it.
func (w *writing) behind(m memory) (bool, error) {
	var journal, head, numbers int64
	found, err := w.row(`SELECT id, head FROM journal WHERE uuid = $1`, []any{m.Journal[:]}, &journal, &head)
	if err != nil || !found || head < m.Head {
		return true, err
	}
	if m.Head > 0 {
		var hash []byte
		if _, err := w.row(`SELECT hash FROM entry WHERE place = $1`, []any{place(journal, m.Head)}, &hash); err != nil {
			return false, err
		}
		if string(hash) != string(m.Hash[:]) {
			return true, nil
		}
	}
	_, err = w.row(`SELECT coalesce(sum(last), 0) FROM counter`, nil, &numbers)
	return numbers < m.Numbers, err
}

// remember writes how far the folder is. Its errors are let go: a profile that
// cannot be written must not keep a window closed, and only means that a folder
// set back on this machine would go unnoticed until the district tells.
func (s *Store) remember(ctx context.Context) {
	m := memory{Version: 1, Path: s.dir, Terminal: s.Terminal().ID}
	err := s.look(ctx, nil, func(v *view) error {
		var hash []byte
		if _, err := v.row(`SELECT p.instance, j.uuid, j.head, j.hash, (SELECT coalesce(sum(last), 0) FROM counter)
			FROM self s JOIN journal j ON j.id = s.journal, place p`, nil,
			idInto(&m.Instance), idInto(&m.Journal), &m.Head, &hash, &m.Numbers); err != nil {
			return err
		}
		copy(m.Hash[:], hash)
		rows, err := v.query(`SELECT first FROM block ORDER BY first`)
		return each(rows, err, func() error {
			var first int
			err := rows.Scan(&first)
			m.Blocks = append(m.Blocks, first)
			return err
		})
	})
	if err == nil {
		_ = writeMemory(s.opt.Memory, m)
	}
}

// writeMemory puts the file in its place in one step. It is not forced to the
// disk, which would hold up the saves that are: after a power cut the memory may
// be some saves behind, which is as if they had been made elsewhere.
func writeMemory(dir string, m memory) error {
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write memory: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(dir, m.Instance.String()+memorySuffix)
	if err := os.WriteFile(path+writingSuffix, text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+writingSuffix, path)
}

// readMemory takes one that cannot be read for none.
func readMemory(path string) (m memory, known bool) {
	text, err := readFile(path, maxErasure)
	if err != nil || json.Unmarshal(text, &m) != nil {
		return memory{}, false
	}
	return m, m.Version == 1
}

// takenBlocks are those that copies of a terminal use on this machine.
func takenBlocks(dir string, terminal uuid.UUID) map[int]bool {
	taken := map[int]bool{}
	files, err := filepath.Glob(filepath.Join(dir, "*"+memorySuffix))
	if err != nil {
		return taken // the folder's name is no pattern: nothing can be looked up
	}
	for _, f := range files {
		if m, known := readMemory(f); known && m.Terminal == terminal {
			for _, first := range m.Blocks {
				taken[first] = true
			}
		}
	}
	return taken
}

// follower remembers how far the folder is, beside the saves.
type follower struct {
	due, stopped, ended chan struct{}
}

func (s *Store) follow() {
	if s.opt.Memory == "" {
		return
	}
	f := &follower{due: make(chan struct{}, 1), stopped: make(chan struct{}), ended: make(chan struct{})}
	s.follower = f
	go func() {
		defer close(f.ended)
		rest := time.NewTimer(rememberRest)
		defer rest.Stop()
		for {
			select {
			case <-f.stopped:
				s.remember(context.Background())
				return
			case <-f.due:
				rest.Reset(rememberRest)
			case <-rest.C:
				s.remember(context.Background())
			}
		}
	}()
}

// wake says that something was saved. It never waits.
func (f *follower) wake() {
	if f == nil {
		return
	}
	select {
	case f.due <- struct{}{}:
	default:
	}
}

// stop remembers a last time.
func (f *follower) stop() {
	if f == nil {
		return
	}
	close(f.stopped)
	<-f.ended
}
