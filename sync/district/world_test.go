package district

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
	"ruhui/sync"
	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/postgres"
	"ruhui/sync/district/archive/postgrestest"
	"ruhui/sync/district/archive/sqlite"
)

// world is a district on a real archive with the invented organisation, and the
// clock that everybody in it reads.
type world struct {
	t       testing.TB
	open    func() (archive.Archive, error)
	archive archive.Archive
	secrets *Secrets
	invent  *demo.District // whose keys and organisation these are
	now     time.Time
	*District
	handler http.Handler
}

// monday is when tests begin.
var monday = time.Date(2026, time.September, 14, 9, 0, 0, 0, civil.Shanghai)

func newWorld(t testing.TB) *world {
	t.Helper()
	path := filepath.Join(t.TempDir(), "district.db")
	if err := sqlite.Migrate(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	return newWorldOn(t, func() (archive.Archive, error) {
		return sqlite.Open(context.Background(), path, sqlite.Options{})
	})
}

// newPostgresWorld is a world on a PostgreSQL of its own.
func newPostgresWorld(t testing.TB) *world {
	t.Helper()
	cluster := postgrestest.Start(t)
	dsn := cluster.DSN(cluster.Database(t))
	if err := postgres.Migrate(context.Background(), dsn); err != nil {
		t.Fatal(err)
	}
	return newWorldOn(t, func() (archive.Archive, error) { return postgres.Open(context.Background(), dsn) })
}

// onBoth runs a test on both kinds of archive.
func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Run("sqlite", func(t *testing.T) { test(t, newWorld(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, newPostgresWorld(t)) })
}

func newWorldOn(t testing.TB, open func() (archive.Archive, error)) *world {
	t.Helper()
	invented, err := demo.NewDistrict(demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := vault.Create(t.TempDir(), invented.Recovery.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, open: open, now: monday, invent: invented, secrets: &Secrets{
		Name: "演示区总工会", Address: invented.Address, Signing: invented.Key, Authority: invented.Certificate,
		AuthorityKey: invented.CertificateKey, Server: invented.Server, Recovery: invented.Recovery.Recipient().String(),
		Lookup: invented.Lookup, Bodies: keys, Token: bytes.Repeat([]byte{7}, 32),
		Residents: setup.Residents{BaseURL: "https://ruhui.example", Telephone: "0573-00000000"},
	}}
	ctx := context.Background()
	w.archive = w.openArchive()
	epoch := uuid.New()
	if err := w.archive.Write(ctx, func(tx archive.Tx) error {
		if err := tx.PutSetting(settingEpoch, epoch.String()); err != nil {
			return err
		}
		return tx.PutSetting(settingKey, keyText(invented.Key))
	}); err != nil {
		t.Fatal(err)
	}
	w.District = w.process()
	w.handler = w.Terminals()
	w.found(epoch, invented.Events)
	return w
}

func (w *world) openArchive() archive.Archive {
	w.t.Helper()
	a, err := w.open()
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := a.Close(); err != nil {
			w.t.Errorf("close archive: %v", err)
		}
	})
	return a
}

// process is one more server process on the same archive.
func (w *world) process() *District {
	w.t.Helper()
	d, err := New(w.openArchive(), w.secrets, Options{Now: func() time.Time { return w.now }, Logger: w.logger(),
		Limits: Limits{TerminalPerSecond: 1e6, TerminalBurst: 1e6, AddressPerSecond: 1e6, AddressBurst: 1e6, Token: 1000 * time.Hour}})
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// logger shows warnings and errors in the test's output.
func (w *world) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(testWriter{w.t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

type testWriter struct{ t testing.TB }

func (w testWriter) Write(line []byte) (int, error) {
	w.t.Logf("%s", bytes.TrimSpace(line))
	return len(line), nil
}

// found records the organisation.
func (w *world) found(epoch uuid.UUID, events []record.Marked) {
	w.t.Helper()
	entries := make([]sync.Entry, len(events))
	for i := range events {
		entries[i].Event = events[i].Event
	}
	s := w.arrive(entries)
	s.journal, s.terminal = ownJournal(epoch), ownTerminal
	for i := range s.events {
		s.events[i].mark = &events[i].Mark
	}
	if _, err := w.take(context.Background(), &s); err != nil {
		w.t.Fatal(err)
	}
}

// ask makes one exchange through the handler and gives the refusal when there is
// one.
func (w *world) ask(path, token string, message, answer any) *sync.Refusal {
	w.t.Helper()
	body, err := sync.Marshal(message)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.post(path, token, body, answer)
}

func (w *world) post(path, token string, body []byte, answer any) *sync.Refusal {
	w.t.Helper()
	req := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, req)
	data, err := io.ReadAll(rec.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if rec.Code == http.StatusOK {
		if err := sync.Unmarshal(data, answer); err != nil {
			w.t.Fatalf("%s: %v", path, err)
		}
		return nil
	}
	refusal := &sync.Refusal{}
	if err := sync.Unmarshal(data, refusal); err != nil {
		w.t.Fatalf("%s: status %d without a refusal: %v", path, rec.Code, err)
	}
	if rec.Code != refusal.Code.Status() {
		w.t.Errorf("%s: status %d with %s", path, rec.Code, refusal.Code)
	}
	return refusal
}

// must is ask that is not refused.
func (w *world) must(path, token string, message, answer any) {
	w.t.Helper()
	if r := w.ask(path, token, message, answer); r != nil {
		w.t.Fatalf("%s: %v", path, r)
	}
}

// terminal is a writer of one journal: what the engine and the store are, as far
// as the district can see.
type terminal struct {
	w       *world
	id      uuid.UUID
	centre  uuid.UUID
	key     ed25519.PrivateKey
	token   string
	journal uuid.UUID
	seq     int64
	hash    record.Hash
	clock   time.Duration // ahead of the world's
	last    record.HLC
	proven  record.HLC
	staff   uuid.UUID
	role    record.Role
}

// newTerminal certifies a terminal of a centre and gets it a token.
func (w *world) newTerminal(centre uuid.UUID, number int, login string, role record.Role) *terminal {
	w.t.Helper()
	t := &terminal{w: w, id: uuid.New(), centre: centre, journal: uuid.New(), staff: demo.StaffID(login), role: role}
	var public ed25519.PublicKey
	var err error
	if public, t.key, err = ed25519.GenerateKey(rand.Reader); err != nil {
		w.t.Fatal(err)
	}
	c := &sync.Certify{Proof: w.code(centre, number), Terminal: t.id, Centre: centre, Number: number, Public: public, Courier: "age1"}
	c.Sign(t.key)
	w.must(sync.PathCertify, "", c, &sync.Certified{})
	t.authorise()
	return t
}

// code makes a one-time code and gives its proof.
func (w *world) code(centre uuid.UUID, number int) record.Hash {
	w.t.Helper()
	var proof record.Hash
	rand.Read(proof[:])
	if err := w.archive.Write(context.Background(), func(tx archive.Tx) error {
		return tx.PutCode(archive.Code{Proof: proof, Centre: centre, Number: number, Made: w.Time(), File: []byte("file")})
	}); err != nil {
		w.t.Fatal(err)
	}
	return proof
}

func (t *terminal) authorise() {
	t.w.t.Helper()
	var nonce sync.Nonce
	t.w.must(sync.PathNonce, "", &struct{}{}, &nonce)
	ask := &sync.TokenAsked{Terminal: t.id, Nonce: nonce.Nonce}
	ask.Sign(t.key)
	var token sync.Token
	t.w.must(sync.PathToken, "", ask, &token)
	t.token = token.Token
}

// say is what is recorded: the fact's event, in the act.
func (t *terminal) say(act, visit uuid.UUID, file record.File, verb string, body any) record.Event {
	t.w.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.w.t.Fatal(err)
	}
	t.last = t.last.Next(t.w.now.Add(t.clock))
	e := record.Event{ID: uuid.New(), At: t.last, Proven: t.proven, Origin: record.Origin{Centre: t.centre, Terminal: t.id},
		Staff: t.staff, Role: t.role, Act: act, Visit: visit, File: file, Type: verb, Version: 1, Body: raw}
	rand.Read(e.Salt[:])
	return e
}

// batch signs events as the next stretch of the journal.
func (t *terminal) batch(events ...record.Event) *sync.Batch {
	b := &sync.Batch{Journal: t.journal, After: t.seq, Previous: t.hash, Now: record.HLCOf(t.w.now.Add(t.clock))}
	for i := range events {
		b.Entries = append(b.Entries, sync.Entry{Event: events[i]})
	}
	b.Last = b.Chain()
	b.Sign(t.key)
	return b
}

// push sends events and moves the journal on.
func (t *terminal) push(events ...record.Event) *sync.Pushed {
	t.w.t.Helper()
	b := t.batch(events...)
	var p sync.Pushed
	t.w.must(sync.PathPush, t.token, b, &p)
	t.seq, t.hash = b.Seq(), b.Last
	if !p.Receipt.Verify(t.w.publicKey()) || p.Receipt.Seq != t.seq || p.Receipt.Hash != t.hash {
		t.w.t.Fatalf("receipt for %d, want %d", p.Receipt.Seq, t.seq)
	}
	t.proven = max(t.proven, p.Receipt.Time)
	return &p
}

// pull reads a feed to its end and checks its chain and signatures.
func (t *terminal) pull(feed string) []sync.Line {
	t.w.t.Helper()
	return t.pullFrom(feed, 0, record.Hash{})
}

func (t *terminal) pullFrom(feed string, after int64, hash record.Hash) []sync.Line {
	t.w.t.Helper()
	epoch, err := t.w.epoch(context.Background())
	if err != nil {
		t.w.t.Fatal(err)
	}
	var all []sync.Line
	for {
		var p sync.Page
		t.w.must(sync.PathPull, t.token, &sync.Pull{Feed: feed, Epoch: epoch, After: after, Hash: hash}, &p)
		if got := p.Chain(hash); got != p.Hash || !p.Verify(t.w.publicKey()) {
			t.w.t.Fatalf("page of %s behind %d does not join on or is not signed", feed, after)
		}
		all = append(all, p.Lines...)
		after, hash = p.Position, p.Hash
		t.proven = max(t.proven, p.Time)
		if p.Position >= p.Head {
			return all
		}
	}
}

// person is an invented one.
func person() record.File { return record.File{Kind: record.KindPerson, ID: uuid.New()} }

// registered is the event that registers somebody living in a town.
func (t *terminal) registered(file record.File, act uuid.UUID, town string) record.Event {
	return t.say(act, act, file, "person.registered", record.Registered{Source: record.Typed,
		Fields: map[record.Field]string{record.FieldName: "张试样", record.FieldTown: town}})
}

func (w *world) clerk() *terminal {
	return w.newTerminal(demo.Hall, 1, demo.Login, record.RoleWindowClerk)
}

// public is the terminal's public key.
func (t *terminal) public() ed25519.PublicKey {
	public, _ := t.key.Public().(ed25519.PublicKey)
	return public
}

// revoke takes a terminal out of use.
func (w *world) revoke(t *terminal) {
	w.t.Helper()
	if err := w.archive.Write(context.Background(), func(tx archive.Tx) error {
		row, _, err := tx.Terminal(t.id)
		if err != nil {
			return err
		}
		row.Revoked = w.Time()
		return tx.PutTerminal(row)
	}); err != nil {
		w.t.Fatal(err)
	}
}
