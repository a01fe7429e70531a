package store_test

import (
	"bytes"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// secrets are values in the database that lead to a person: sealed contents, ids
// of acts, visits and files, numbers.
func secretsOf(t *testing.T, s *store.Store, person uuid.UUID) map[string][]byte {
	t.Helper()
	secret := map[string][]byte{}
	where := ` FROM event e JOIN act a ON a.id = e.act JOIN file f ON f.id = e.file WHERE hex(f.uuid) = '` +
		strings.ToUpper(hex.EncodeToString(person[:])) + `'`
	for _, q := range []string{`SELECT hex(e.content)`, `SELECT hex(a.uuid)`, `SELECT hex(a.visit)`} {
		for i, text := range must[[]string](t)(s.Column(background, q+where)) {
			raw := must[[]byte](t)(hex.DecodeString(text))
			secret[q+string(rune('a'+i))] = raw[:min(len(raw), 60)]
		}
	}
	for _, q := range []string{`SELECT no FROM residence_case`, `SELECT no FROM membership`, `SELECT hex(line) FROM person`} {
		for i, text := range must[[]string](t)(s.Column(background, q)) {
			raw, err := hex.DecodeString(text)
			if err != nil {
				raw = []byte(text)
			}
			secret[q+string(rune('a'+i))] = raw[:min(len(raw), 60)]
		}
	}
	return secret
}

// searchBytes looks for values in every byte of every file of a folder.
func searchBytes(t *testing.T, dir string, secret map[string][]byte) []string {
	t.Helper()
	var found []string
	if err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for name, value := range secret {
			if bytes.Contains(data, value) {
				found = append(found, filepath.Base(path)+": "+name)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestErase_leaves_no_byte_and_an_unbroken_chain(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, out, _ := storetest.Visit(t, ses, 0)
	secret := secretsOf(t, s, sit.Person)
	if len(secret) < 30 || len(searchBytes(t, terminal.Dir, secret)) < len(secret) {
		t.Fatalf("%d values, found %d: the search would find nothing", len(secret), len(searchBytes(t, terminal.Dir, secret)))
	}
	stays, _, _ := storetest.Visit(t, ses, 1)
	before := asJSON(t, person(t, ses, stays.Person))
	heads := must[[]string](t)(s.Column(background, `SELECT hex(hash) FROM journal`))

	n, err := s.Erase(background, sit.Person, terminal.Clock.Now())
	if err != nil || n != 14 {
		t.Fatalf("erased %d: %v", n, err)
	}
	if found := searchBytes(t, terminal.Dir, secret); len(found) > 0 {
		t.Errorf("still in the folder: %v", found)
	}
	if _, err := ses.Person(background, sit.Person); store.KeyOf(err) != store.KeyPersonUnknown {
		t.Errorf("the person is still there: %v", err)
	}
	for _, query := range []string{storetest.VisitorN(0).Name, "zs", storetest.VisitorN(0).Number, out.CaseNo, storetest.VisitorN(0).Mobile[7:]} {
		for _, h := range must[[]store.Hit](t)(ses.Find(background, query)) {
			if h.Person == sit.Person {
				t.Errorf("%d characters of a query still find the person", len(query))
			}
		}
	}
	v := verified(t, s)
	if v.Err() != nil || v.Erased != 14 || v.Entries != 28 {
		t.Errorf("verified %+v", v)
	}
	if after := must[[]string](t)(s.Column(background, `SELECT hex(hash) FROM journal`)); heads[0] != after[0] {
		t.Error("the chain ends elsewhere")
	}
	if asJSON(t, person(t, ses, stays.Person)) != before {
		t.Error("somebody else changed")
	}
	lists := dump(t, ses)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if dump(t, ses) != lists {
		t.Errorf("a rebuild gives other lists:\n%s\nwas\n%s", dump(t, ses), lists)
	}
	if n, err := s.Erase(background, sit.Person, terminal.Clock.Now()); err != nil || n != 0 {
		t.Errorf("again: %d, %v", n, err)
	}
}

func TestErase_spares_what_came_after_the_moment(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	moment := terminal.Clock.Now()
	terminal.Clock.Pass(time.Hour)
	if _, err := say(ses, record.RoleWindowClerk, sit.Person, "person.changed",
		record.Details{Fields: map[record.Field]string{record.FieldMobile: "19900000077"}}); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Erase(background, sit.Person, moment); err != nil || n != 14 {
		t.Fatalf("erased %d: %v", n, err)
	}
	p := person(t, ses, sit.Person)
	if p.Text(record.FieldMobile) != "19900000077" || p.Text(record.FieldName) != "" || len(p.Visits) != 0 {
		t.Error("not just what was said afterwards")
	}
	if v := verified(t, s); v.Err() != nil || v.Erased != 14 {
		t.Errorf("verified %+v", v)
	}
}

// pair are two terminals of one district, and what the first recorded of its
// first visitor, marked as the district would.
func pair(t *testing.T) (from, to *store.Session, there *storetest.Terminal, sit record.Sitting, events []record.Marked) {
	t.Helper()
	d := storetest.District(t, false)
	here := &storetest.Terminal{District: d, Number: 1}
	there = &storetest.Terminal{District: d, Number: 2}
	from = storetest.SignIn(t, storetest.Open(t, here))
	to = storetest.SignIn(t, storetest.Open(t, there))
	sit, _, _ = storetest.Visit(t, from, 0)
	events = must[[]record.Marked](t)(from.AllEvents(background))
	for i := range events {
		events[i].Mark.Provisional = false
	}
	return from, to, there, sit, events
}

func TestErase_keeps_empty_what_arrives_later(t *testing.T) {
	_, to, there, sit, events := pair(t)
	s := to.Store()
	secret := map[string][]byte{"act": events[0].Event.Act[:], "visit": sit.Visit[:]}
	if n, err := s.Erase(background, sit.Person, there.Clock.Now().Add(time.Hour)); err != nil || n != 0 {
		t.Fatalf("erased %d of a person unknown here: %v", n, err)
	}
	for range 2 { // the second time nothing changes
		if err := s.Take(background, events); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := to.Person(background, sit.Person); store.KeyOf(err) != store.KeyPersonUnknown {
		t.Errorf("came back: %v", err)
	}
	if v := verified(t, s); v.Err() != nil || v.Erased != len(events) {
		t.Errorf("verified %+v, want %d erased", v, len(events))
	}
	if got := must[[]string](t)(s.Column(background, `SELECT hex(uuid) FROM event`)); len(got) < len(events) {
		t.Error("the events do not count as received")
	}
	if n := must[int](t)(s.Refused(background)); n != 0 {
		t.Errorf("%d refused", n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if found := searchBytes(t, there.Dir, secret); len(found) > 0 {
		t.Errorf("in the folder: %v", found)
	}
	// After a restart the moment still holds.
	again := storetest.SignIn(t, storetest.Reopen(t, there))
	if err := again.Store().Take(background, events); err != nil {
		t.Fatal(err)
	}
	if _, err := again.Person(background, sit.Person); store.KeyOf(err) != store.KeyPersonUnknown {
		t.Errorf("came back after a restart: %v", err)
	}
}

func TestErase_takes_what_a_mark_moves_before_the_moment(t *testing.T) {
	terminal, s, ses := opened(t)
	moment := terminal.Clock.Now()
	terminal.Clock.Pass(365 * 24 * time.Hour) // a clock far ahead
	sit, _, done := storetest.Visit(t, ses, 0)
	if n, err := s.Erase(background, sit.Person, moment); err != nil || n != 0 {
		t.Fatalf("erased %d: %v", n, err)
	}
	if len(done.Events) != 14 {
		t.Fatalf("%d events", len(done.Events))
	}
	var marks []store.Given
	for i, e := range done.Events { // the district knows better when it was
		marks = append(marks, store.Given{Event: e.ID, Mark: record.Mark{Effective: record.HLCOf(moment) - record.HLC(100-i), Allowed: true}})
	}
	if err := s.TakeMarks(background, marks); err != nil {
		t.Fatal(err)
	}
	if _, err := ses.Person(background, sit.Person); store.KeyOf(err) != store.KeyPersonUnknown {
		t.Errorf("still there: %v", err)
	}
	if v := verified(t, s); v.Err() != nil || v.Erased != 14 {
		t.Errorf("verified %+v", v)
	}
	if hits := must[[]store.Hit](t)(ses.Find(background, storetest.VisitorN(0).Name)); len(hits) != 0 {
		t.Error("still found")
	}
}

func TestErase_covers_linked_files_and_leaves_moved_visits_to_the_other(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	wrong, _, _ := storetest.Visit(t, ses, 1)
	linked, _, _ := storetest.Visit(t, ses, 2)
	// A visit recorded under the first person's number was the fourth's.
	elsewhere, _, _ := storetest.Visit(t, ses, 3)
	moved := storetest.Sitting(t, ses, storetest.VisitorN(0))
	moved.Typed = map[record.Field]string{record.FieldJobTitle: "样例工"}
	if _, err := ses.Record(background, record.RoleWindowClerk, moved.Visit, func(*store.Tx) ([]record.Fact, error) {
		return []record.Fact{{File: record.File{Kind: record.KindPerson, ID: sit.Person}, Type: "person.changed",
			Body: record.Details{Fields: map[record.Field]string{record.FieldMobile: "19900000066"}}}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct {
		typ  string
		body any
	}{
		{"visit.moved", record.VisitMoved{Visit: moved.Visit, To: elsewhere.Person}},
		{"person.linked", record.Linked{Other: linked.Person}},
	} {
		if _, err := say(ses, record.RoleWindowClerk, sit.Person, f.typ, f.body); err != nil {
			t.Fatal(err)
		}
	}
	want := asJSON(t, person(t, ses, elsewhere.Person))
	if _, err := s.Erase(background, sit.Person, terminal.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if got := asJSON(t, person(t, ses, elsewhere.Person)); got != want {
		t.Error("the other one lost the visit that was moved to them")
	}
	for n, id := range []uuid.UUID{sit.Person, linked.Person} {
		if p, err := ses.Person(background, id); err == nil && (p.Text(record.FieldName) != "" || len(p.Documents) > 0 || len(p.Visits) > 0) {
			t.Errorf("file %d of the person still says something", n)
		}
	}
	person(t, ses, wrong.Person)
	lists := dump(t, ses)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if dump(t, ses) != lists {
		t.Errorf("a rebuild gives other lists:\n%s\nwas\n%s", dump(t, ses), lists)
	}
	if v := verified(t, s); v.Err() != nil {
		t.Error(v.Err())
	}
	if hits := must[[]store.Hit](t)(ses.Find(background, "zsy")); len(hits) == 4 {
		t.Error("blank persons are listed")
	}
}

func TestErase_covers_service_cases(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	service := uuid.New()
	open := func(person uuid.UUID) (events []record.Event) {
		done, err := ses.Record(background, record.RoleWindowClerk, uuid.Nil, func(tx *store.Tx) ([]record.Fact, error) {
			no, err := tx.CaseNo("FW")
			return []record.Fact{{File: record.File{Kind: record.KindService, ID: service}, Type: "service.opened",
				Body: record.ServiceOpened{No: no, Kind: record.JobService, Person: person, Channel: record.AtWindow,
					Urgency: record.Normal, Matter: "样例求职", On: tx.Today()}}}, err
		})
		if err != nil {
			t.Fatal(err)
		}
		return done.Events
	}
	open(sit.Person)
	if n, err := s.Erase(background, sit.Person, terminal.Clock.Now()); err != nil || n != 15 {
		t.Fatalf("erased %d: %v", n, err)
	}
	if left := must[[]string](t)(s.Column(background, `SELECT hex(uuid) FROM file WHERE kind = (SELECT id FROM word WHERE text = 'service')`)); len(left) != 0 {
		t.Errorf("%d service files left", len(left))
	}
}

func TestErase_is_applied_by_a_restore_of_an_older_backup(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	stays, _, _ := storetest.Visit(t, ses, 1)
	b := backed(t, s, store.DailyBackup)
	if _, err := s.Erase(background, sit.Person, terminal.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	for _, f := range must[[]string](t)(filepath.Glob(filepath.Join(s.BackupFolder(), "erased", "*"))) {
		if data := must[[]byte](t)(os.ReadFile(f)); bytes.Contains(data, []byte(sit.Person.String())) {
			t.Error("the list names the person in the clear")
		}
	}
	again, r := restored(t, terminal, b.Path)
	if r.Erased != 14 || r.Verified.Err() != nil || r.Verified.Erased != 14 {
		t.Errorf("restored %+v", r)
	}
	other := storetest.SignIn(t, storetest.Reopen(t, again))
	if _, err := other.Person(background, sit.Person); store.KeyOf(err) != store.KeyPersonUnknown {
		t.Errorf("came back: %v", err)
	}
	person(t, other, stays.Person)

	// A list that cannot be read must not be passed over in silence.
	list := must[[]string](t)(filepath.Glob(filepath.Join(s.BackupFolder(), "erased", "*.age")))
	if len(list) != 1 {
		t.Fatalf("%d erasures listed", len(list))
	}
	data := must[[]byte](t)(os.ReadFile(list[0]))
	if err := os.WriteFile(list[0], data[:len(data)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := store.Restore(background, b.Path, filepath.Join(t.TempDir(), "x"), terminal.District.Recovery, terminal.Options())
	wantKey(t, err, store.KeyErasureList)
}

func TestErase_reaches_a_stick_with_the_next_backup(t *testing.T) {
	stick := filepath.Join(t.TempDir(), "stick")
	terminal := &storetest.Terminal{Backups: []string{stick}}
	s := storetest.Open(t, terminal)
	ses := storetest.SignIn(t, s)
	sit, _, _ := storetest.Visit(t, ses, 0)
	if _, err := s.Erase(background, sit.Person, terminal.Clock.Now()); err != nil { // the stick is in a drawer
		t.Fatal(err)
	}
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(background, store.ClosingBackup); err != nil {
		t.Fatal(err)
	}
	if list := must[[]string](t)(filepath.Glob(filepath.Join(stick, "erased", "*.age"))); len(list) != 1 {
		t.Errorf("%d erasures listed", len(list))
	}
}
