package store_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// foretold are events of a newer program: two in a person's file that the tag
// "newer" knows, one of a kind of file and one of a type that nobody knows yet.
func foretold(person uuid.UUID) []record.Marked {
	at := record.HLCOf(storetest.Morning.Add(time.Hour))
	made := func(f record.File, typ string, version int, body string) record.Marked {
		at++
		e := record.Event{ID: uuid.New(), At: at, Origin: record.Origin{Terminal: demo.StaffID("elsewhere")},
			Staff: demo.StaffID(demo.Login), Role: record.RoleWindowClerk, Act: uuid.New(), File: f, Type: typ,
			Version: version, Body: []byte(body)}
		return record.Marked{Event: e, Mark: record.Mark{Effective: at, Allowed: true}}
	}
	file := record.File{Kind: record.KindPerson, ID: person}
	return []record.Marked{
		made(file, "person.told", 1, `{"fields":{"Name":"章更名"}}`),
		made(file, "person.changed", 2, `{"said":{"Mobile":"19900000088"}}`),
		made(file, "person.guessed", 1, `{"何":1}`),
		made(record.File{Kind: "job", ID: uuid.New()}, "job.posted", 1, `{}`),
	}
}

// looksNewer opens a folder with the program of a year from now.
func looksNewer(t *testing.T, program, dir, name string) (said struct {
	Unread, Hits int
	Person       record.Person
	Whole        bool
}) {
	t.Helper()
	cmd := exec.Command(program, dir, name)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatal(err)
	}
	return said
}

func TestUnread_is_kept_counted_and_folded_after_the_upgrade(t *testing.T) {
	_, ses, there, sit, events := pair(t)
	s := ses.Store()
	if err := s.Take(background, events); err != nil {
		t.Fatal(err)
	}
	want := person(t, ses, sit.Person)
	lists := dump(t, ses)
	news := foretold(sit.Person)
	for range 2 { // the second time nothing changes
		if err := s.Take(background, news); err != nil {
			t.Fatal(err)
		}
	}
	wantUnread(t, s, 4)
	p := person(t, ses, sit.Person)
	if len(p.Unread) != 3 {
		t.Errorf("%d events of the person are unread, want 3", len(p.Unread))
	}
	p.Unread = nil
	if asJSON(t, p) != asJSON(t, want) || dump(t, ses) != lists {
		t.Error("what is not understood changed something")
	}
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if dump(t, ses) != lists {
		t.Error("after a rebuild the lists differ")
	}
	wantUnread(t, s, 4)
	if v := verified(t, s); v.Err() != nil || v.Opened != v.Events {
		t.Errorf("verified %+v", v)
	}

	again, r := restored(t, there, backed(t, s, store.DailyBackup).Path)
	if r.Verified.Err() != nil {
		t.Error(r.Verified.Err())
	}
	back := storetest.Reopen(t, again)
	wantUnread(t, back, 4)
	storetest.SignIn(t, back) // the same program knows no more than before
	wantUnread(t, back, 4)
	if err := back.Close(); err != nil {
		t.Fatal(err)
	}

	program := filepath.Join(t.TempDir(), "newer")
	if out, err := exec.Command("go", "build", "-tags", "no_animations,newer", "-o", program, "./storetest/newer").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	said := looksNewer(t, program, again.Dir, "章更名")
	if said.Unread != 2 || said.Hits != 1 || !said.Whole {
		t.Errorf("after the upgrade %d are unread and %d found, whole: %v", said.Unread, said.Hits, said.Whole)
	}
	if said.Person.Text(record.FieldMobile) != "19900000088" || len(said.Person.Unread) != 1 || len(said.Person.Cases) != 1 {
		t.Error("what was kept unread is not folded")
	}
}

func wantUnread(t *testing.T, s *store.Store, want int) {
	t.Helper()
	if n, err := s.Unread(background); n != want || err != nil {
		t.Errorf("%d unread, %v; want %d", n, err, want)
	}
}

func TestUnread_goes_with_an_erasure(t *testing.T) {
	_, ses, there, sit, events := pair(t)
	s := ses.Store()
	for _, batch := range [][]record.Marked{events, foretold(sit.Person)} {
		if err := s.Take(background, batch); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Erase(background, sit.Person, there.Clock.Now().Add(2*time.Hour)); err != nil || n != len(events)+3 {
		t.Fatalf("erased %d of %d: %v", n, len(events)+3, err)
	}
	wantUnread(t, s, 1)
	if err := s.Take(background, foretold(sit.Person)); err != nil { // others of theirs, erased before they came
		t.Fatal(err)
	}
	wantUnread(t, s, 2) // one more of a kind that is nobody's
	if v := verified(t, s); v.Err() != nil {
		t.Error(v.Err())
	}
}

// What the district has marked is stored, whatever it is: nothing in it keeps
// the next one back.
func TestTake_stores_what_makes_no_sense(t *testing.T) {
	_, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	schema := string(must[[]byte](t)(os.ReadFile(filepath.Join("schema", "0010_unread.sql"))))
	types := []string{"", "x", "person.foretold"}
	for _, m := range regexp.MustCompile(`'([a-z_.]+)'`).FindAllStringSubmatch(schema, -1) {
		types = append(types, m[1])
	}
	if len(types) < 60 {
		t.Fatalf("%d types only", len(types))
	}
	id := uuid.New().String()
	bodies := []string{"", "null", "{}", "[]", "0", `"`, `{"fields":{"":"\u0000"}}`, `{"age":"YWdlLWVuY3J5cHRpb24ub3JnL3YxCg=="}`,
		`{"id":"` + id + `","case":"` + id + `","membership":"` + id + `","transfer":"` + id + `","other":"` + id + `","to":"` + id +
			`","visit":"` + id + `","no":"\u0000","on":"9999-12-31","opened":"9999-12-31T00:00:00Z","token":"a","code":"a","table":""}`}
	kinds := []record.Kind{"", "job", record.KindPerson, record.KindService, record.KindUnion, record.KindCodes, record.KindStaff, record.KindCentre}
	at, stored := record.HLCOf(storetest.Morning), 0
	for _, typ := range types {
		var batch []record.Marked
		for i, body := range bodies {
			for j, kind := range kinds {
				at++
				e := record.Event{ID: uuid.New(), At: at, File: record.File{Kind: kind, ID: sit.Person}, Type: typ, Version: 1 - i*j%3, Body: []byte(body)}
				if i%2 == 0 {
					e.Role, e.Visit, e.Act = record.RoleWindowClerk, sit.Visit, uuid.New()
				}
				if j%3 == 0 {
					e.File.ID = uuid.New()
				}
				batch = append(batch, record.Marked{Event: e, Mark: record.Mark{Effective: at, Allowed: i != 3}})
			}
		}
		if err := s.Take(background, batch); err != nil {
			t.Fatalf("events of type %q: %v", typ, err)
		}
		stored += len(batch)
	}
	v := verified(t, s)
	if v.Err() != nil || v.Events < stored || v.Opened != v.Events {
		t.Errorf("verified %+v after %d", v, stored)
	}
	if n := must[int](t)(s.Unread(background)); n < stored/2 {
		t.Errorf("%d unread of %d", n, stored)
	}
	lists := dump(t, ses)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if dump(t, ses) != lists {
		t.Error("after a rebuild the lists differ")
	}
	storetest.Visit(t, ses, 1)
	storetest.SignIn(t, s)
}
