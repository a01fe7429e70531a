package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/vault"
)

// Options say how a folder is opened.
type Options struct {
	// Now is the machine's clock, [time.Now] when nil.
	Now func() time.Time
	// Demo opens demonstration folders and no others; without it, the reverse.
	Demo bool
	// Backups are folders that get the terminal's backups beside its own, such as
	// a stick or a share. One that is not there now is left out and told.
	Backups []string
	// Memory is a folder outside the terminal's, of the same user, that remembers
	// how far the terminal was: with it a folder that was restored or copied
	// notices. Empty, nothing is remembered and nothing noticed.
	Memory string
	// Machine names this machine; empty, the system is asked.
	Machine string
	// Today is the fixed date of a demonstration. The time of day goes on.
	Today civil.Date
	// Built is when the program was built: a clock before that is wrong. Zero
	// where that is not known.
	Built time.Time
	// ReadOnly opens a damaged folder to look at: what is intact can be found
	// and read, and every save is refused with Damaged.
	ReadOnly bool

	onShare func(dir string) (bool, error) // set by tests, which have no network share
}

// Store is one terminal's folder, open. It may be shared between goroutines;
// writes queue.
type Store struct {
	dir    string // the inner folder
	opt    Options
	lock   *lock
	writer *database
	reader *database
	shared *interned

	turns    turns      // who goes first
	mu       sync.Mutex // one write at a time; guards self, erasures and changes
	self     self
	erasures map[uuid.UUID]record.HLC // files whose events up to then are empty
	backups  sync.Mutex               // one backup at a time, and none while the log is emptied

	takes     sync.Mutex   // one page of others' events at a time
	folds     sync.Mutex   // one folding of what was stored at a time
	changes   changes      // files written while others are folded
	filesMade atomic.Int64 // rows of files made or taken away since the start

	staffing sync.Mutex // one change of staff files at a time

	access sync.RWMutex // guards opened and sessions
	opened *opened      // nil while everything is sealed
	open   int          // sessions

	index atomic.Pointer[index] // nil while nobody is signed in; set and taken away with access

	asked       asked
	bell        chan struct{} // see Saved
	checkpoints *checkpointer
	follower    *follower // nil when nothing is remembered
	notes       notes
	closing     sync.Once
}

// opened is what a sign-in unlocks. After the last sign-out only the keys stay,
// for sync, and only while something waits to be sent.
type opened struct {
	keys   *vault.Keys
	lookup *ident.LookupKey // nil at a base union
	dir    *directory
}

// Open opens the folder of a terminal that was set up. Error keys: NotSetUp,
// FolderInUse, DemoFolder, RealFolder, NewerProgram, ForeignFile, Damaged,
// NetworkShare, ReadOnlyFolder, DiskFault. After Damaged the folder may be opened
// with ReadOnly. Nothing in it can be read before a [Store.SignIn].
func Open(dir string, opt Options) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, diskError("find folder", err)
	}
	// Looked for before the lock is made, so that asking leaves no file behind.
	if err := allThere(dir); err != nil {
		return nil, err
	}
	if err := refuseShare(dir, opt); err != nil {
		return nil, err
	}
	l, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: filepath.Join(dir, dataName), opt: opt, lock: l, shared: newInterned(), bell: make(chan struct{}, 1)}
	if err := s.start(context.Background()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) start(ctx context.Context) (err error) {
	path := filepath.Join(s.dir, dbName)
	if !s.opt.ReadOnly {
		if err := s.writable(); err != nil {
			return err
		}
	}
	if s.reader, err = openDatabase(path, false); err != nil {
		return err
	}
	files, err := schemaFiles()
	if err != nil {
		return err
	}
	if err := checkApplication(s.reader, s.opt.Demo, len(files)); err != nil {
		return err
	}
	if !s.opt.ReadOnly {
		if err := s.checkStart(ctx); err != nil {
			return err
		}
	}
	if s.writer, err = openDatabase(path, true); err != nil {
		return err
	}
	if err := migrate(ctx, s.writer); err != nil {
		return err
	}
	if err := s.loadSelf(ctx); err != nil {
		return err
	}
	if err := s.loadErasures(ctx); err != nil {
		return err
	}
	s.checkpoints = startCheckpoints(path)
	// What a power cut left of a staff pack. On a full disk it waits for the
	// next start; whoever has a file can sign in meanwhile.
	_ = s.writeStaffing(ctx)
	if err := s.recognise(ctx); err != nil {
		return err
	}
	s.follow()
	return nil
}

// Close signs everybody out and closes the folder. What was acknowledged is on
// disk already. Closing again does nothing.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() { err = s.close() })
	return err
}

func (s *Store) close() error {
	x := s.index.Load()
	s.seal()
	if x != nil {
		<-x.done // it reads a page at most
	}
	s.notes.beside.Wait()
	var errs []error
	s.follower.stop()
	if s.checkpoints != nil {
		errs = append(errs, s.checkpoints.stop())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, db := range []*database{s.reader, s.writer} { // the writer last: it folds the log into the file
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.lock != nil {
		errs = append(errs, s.lock.release())
		s.lock = nil
	}
	return errors.Join(errs...)
}

// Now is the time records bear: the machine's clock, in a demonstration on its
// fixed date.
func (s *Store) Now() time.Time {
	now := time.Now
	if s.opt.Now != nil {
		now = s.opt.Now
	}
	t := now()
	if s.opt.Today.IsZero() {
		return t
	}
	t = t.In(civil.Shanghai)
	d := s.opt.Today
	return time.Date(d.Year, time.Month(d.Month), d.Day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), civil.Shanghai)
}

// Today is the date in China: the clock's, or the one the clerk was asked for.
func (s *Store) Today() civil.Date {
	now := s.Now()
	if d := s.asked.today(now); !d.IsZero() {
		return d
	}
	return civil.Of(now)
}

// Demo says that this is a demonstration: every screen and print shows it.
func (s *Store) Demo() bool { return s.opt.Demo }

// unlocked gives what is open now: SignInFirst when nobody has signed in.
func (s *Store) unlocked() (*opened, error) {
	s.access.RLock()
	defer s.access.RUnlock()
	if s.opened == nil {
		return nil, fault(Unavailable, KeySignInFirst)
	}
	return s.opened, nil
}

// seal forgets keys, index and directory.
func (s *Store) seal() {
	s.access.Lock()
	defer s.access.Unlock()
	s.index.Swap(nil).wipe()
	if s.opened != nil {
		s.opened.keys.Wipe()
		s.opened = nil
	}
	s.open = 0
}

// view is a consistent picture to read from.
type view struct {
	*source
	keys   *vault.Keys
	shared *interned // committed
	fresh  *interned // added in this transaction; for readers the same
}

// look runs read on a picture of the store as it is now.
func (s *Store) look(ctx context.Context, keys *vault.Keys, read func(*view) error) error {
	src, err := s.reader.begin(ctx)
	if err != nil {
		return err
	}
	defer src.end()
	return read(&view{source: src, keys: keys, shared: s.shared, fresh: s.shared})
}

// Size is how many bytes the folder takes on disk, for the technician.
func (s *Store) Size() (int64, error) {
	var total int64
	err := filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, os.ErrNotExist) {
			return nil // the log comes and goes
		}
		if err == nil {
			total += info.Size()
		}
		return err
	})
	if err != nil {
		return 0, diskError("measure folder", err)
	}
	return total, nil
}

// lookupKey gives Forbidden/NoLookupKey at a base union.
func (o *opened) lookupKey() (ident.LookupKey, error) {
	if o.lookup == nil {
		return ident.LookupKey{}, fault(Forbidden, KeyNoLookupKey)
	}
	return *o.lookup, nil
}

var _ record.Directory = (*directory)(nil)
