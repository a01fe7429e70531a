package store

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
)

// newcomer is a terminal in the making: what its set-up file says, and the proof
// that it was opened with the code.
type newcomer struct {
	setup.Setup
	proof record.Hash
}

// SetUp makes the folder of a new terminal from the bytes of a set-up file and
// its one-time code. Everything is made in a folder of its own beside the place
// where it will be, and renamed there when it is whole: a set-up that fails or
// is killed leaves nothing that keeps the next one from succeeding. Error keys:
// those of package setup, SetUpAlready, DemoSetUp, RealSetUp, FolderInUse,
// NetworkShare, DiskFull, DiskFault, ReadOnlyFolder.
func SetUp(dir string, file []byte, code string, opt Options) (err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return diskError("find folder", err)
	}
	said, err := setup.Open(file, code, (&Store{opt: opt}).Now())
	if err != nil {
		return setupError(err)
	}
	proof, err := setup.Proof(code)
	if err != nil {
		return setupError(err)
	}
	switch {
	case said.Demo && !opt.Demo:
		return fault(Forbidden, KeyDemoSetUp)
	case opt.Demo && !said.Demo:
		return fault(Forbidden, KeyRealSetUp)
	}
	if err := refuseShare(dir, opt); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return diskError("make folder", err)
	}
	l, err := takeLock(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.release()) }()
	return setUp(dir, newcomer{said, proof}, opt)
}

// setUp runs under the folder's lock.
func setUp(dir string, said newcomer, opt Options) error {
	made, goal := filepath.Join(dir, newName), filepath.Join(dir, dataName)
	switch there, err := exists(goal); {
	case err != nil:
		return diskError("find terminal", err)
	case there:
		return fault(Conflict, KeySetUpAlready)
	}
	if err := os.RemoveAll(made); err != nil { // of a set-up that did not finish
		return diskError("clear unfinished set-up", err)
	}
	if err := os.MkdirAll(filepath.Join(made, staffName), 0o700); err != nil {
		return diskError("make folder", err)
	}
	if err := fillFolder(made, said, opt); err != nil {
		return errors.Join(err, os.RemoveAll(made))
	}
	for _, d := range []string{filepath.Join(made, staffName), made} {
		if err := syncFolder(d); err != nil {
			return diskError("sync folder", err)
		}
	}
	if err := os.Rename(made, goal); err != nil {
		return diskError("name folder", err)
	}
	if err := syncFolder(dir); err != nil {
		return diskError("sync folder", err)
	}
	return nil
}

func fillFolder(dir string, said newcomer, opt Options) error {
	keys, err := makeVault(dir, said.Recipients)
	if err != nil {
		return err
	}
	defer keys.Wipe()
	for _, f := range said.StaffFiles {
		data, err := f.Bytes()
		if err != nil {
			return fmt.Errorf("write staff file: %w", err)
		}
		if err := vault.Replace(staffPath(dir, f.Staff), data); err != nil {
			return diskError("write staff file", err)
		}
	}
	path := filepath.Join(dir, dbName)
	if err := touch(path); err != nil {
		return diskError("make database", err)
	}
	s := &Store{dir: dir, opt: opt, shared: newInterned(), opened: &opened{keys: keys}}
	if err := s.create(context.Background(), path, said); err != nil {
		return errors.Join(err, s.Close())
	}
	return s.Close()
}

func makeVault(dir string, to setup.Recipients) (*vault.Keys, error) {
	recipients, err := vaultRecipients(to)
	if err != nil {
		return nil, err
	}
	keys, err := vault.Create(dir, recipients...)
	if err != nil {
		return nil, diskError("make vault", err)
	}
	return keys, nil
}

// create makes the database and puts in what the set-up file brought.
func (s *Store) create(ctx context.Context, path string, said newcomer) (err error) {
	if s.writer, err = openDatabase(path, true); err != nil {
		return err
	}
	// A pragma takes no parameter; the number is ours.
	if err := s.writer.run(ctx, func(c *sql.Conn) error {
		_, err := c.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", application(said.Demo)))
		return err
	}); err != nil {
		return sqlError("name database", err)
	}
	if err := migrate(ctx, s.writer); err != nil {
		return err
	}
	if s.reader, err = openDatabase(path, false); err != nil {
		return err
	}
	if err := s.write(ctx, func(w *writing) error { return w.introduce(said) }); err != nil {
		return err
	}
	if err := s.loadSelf(ctx); err != nil {
		return err
	}
	return s.Take(ctx, said.Events)
}

// introduce makes the terminal's own id and keys, and its first journal.
func (w *writing) introduce(said newcomer) error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("make signing key: %w", err)
	}
	courier, err := age.GenerateX25519Identity()
	if err != nil {
		return fmt.Errorf("make courier identity: %w", err)
	}
	terminal := uuid.New()
	var begin record.Hash // a chain begins with zeros
	journal := uuid.New()
	row, err := w.insert(`INSERT INTO journal (uuid, head, hash, received, safe, upto) VALUES ($1, 0, $2, 0, 0, 0)`,
		journal[:], begin[:])
	if err != nil {
		return err
	}
	about := said.Setup
	about.Events, about.StaffFiles, about.Lookup = nil, nil, nil
	text, err := json.Marshal(about)
	if err != nil {
		return fmt.Errorf("write set-up: %w", err)
	}
	if _, err := w.exec(`INSERT INTO self (one, terminal, centre, town, number, district, public, courier, setup, clock, proven, journal)
		VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)`, terminal[:], said.Centre[:], said.Town9, said.Terminal,
		[]byte(said.District.SigningKey), []byte(public), courier.Recipient().String(), text, hlcValue(said.Signed), row); err != nil {
		return err
	}
	if err := w.audit(AuditSetUp, uuid.Nil, ""); err != nil {
		return err
	}
	return w.saveSecrets(terminal, said, private.Seed(), []byte(courier.String()))
}

func (w *writing) saveSecrets(terminal uuid.UUID, said newcomer, signing, courier []byte) error {
	secrets := map[string][]byte{secretSigning: signing, secretCourier: courier, secretProof: said.proof[:]}
	if said.Lookup != nil {
		text, err := json.Marshal(said.Lookup)
		if err != nil {
			return fmt.Errorf("write lookup key: %w", err)
		}
		secrets[secretLookup] = text
	}
	for name, plain := range secrets {
		sealed, err := sealColumn(w.keys, "secret."+name, terminal, plain)
		clear(plain)
		if err != nil {
			return err
		}
		if _, err := w.exec(`INSERT INTO secret (name, sealed) VALUES ($1, $2)`, name, sealed); err != nil {
			return err
		}
	}
	return nil
}

// setupError keeps the keys of package setup.
func setupError(err error) error {
	key := setup.Key(err)
	if key == "" {
		return err
	}
	return because(Invalid, key, err)
}
