package store_test

import (
	"archive/zip"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

var update = flag.Bool("update", false, "save a folder of the present schema to testdata, where there is none")

// released are the schemas that programs in use have written. Of each there is a
// saved folder; it is never made anew, because no later program can make it.
var released = []int{8}

func releasedPath(schema int) string {
	return filepath.Join("testdata", fmt.Sprintf("schema-%d.zip", schema))
}

// What stands in a saved folder, all of it invented: three visitors, the first a
// member and with a service case, a fourth one's visit parked.
const (
	savedVisits = 3
	savedParked = "00000000-0000-4000-8000-000000000004"
)

// TestReleased_folders_open: what an earlier program wrote is opened, upgraded,
// whole, found, and worked on.
func TestReleased_folders_open(t *testing.T) {
	if *update {
		saveFolder(t)
	}
	for _, schema := range released {
		t.Run(fmt.Sprint(schema), func(t *testing.T) {
			terminal := &storetest.Terminal{Dir: unzipped(t, releasedPath(schema)), Clock: storetest.NewClock()}
			if got := schemaOf(t, terminal.Dir); got != fmt.Sprint(schema) {
				t.Fatalf("the saved folder is of schema %s", got)
			}
			s := storetest.Reopen(t, terminal)
			if now := must[[]string](t)(s.Column(background, `PRAGMA user_version`)); now[0] != newestSchema(t) {
				t.Errorf("upgraded to schema %s, want %s", now[0], newestSchema(t))
			}
			ses := storetest.SignIn(t, s)
			if v := verified(t, s); v.Err() != nil || v.Entries < 14*savedVisits || v.Opened != v.Events {
				t.Errorf("verified %+v", v)
			}
			wantSaved(t, ses)
			before := dump(t, ses)
			if err := ses.Rebuild(background); err != nil {
				t.Fatal(err)
			}
			if after := dump(t, ses); after != before {
				t.Errorf("lists after a rebuild:\n%s\nbefore:\n%s", after, before)
			}
			_, out, _ := storetest.Visit(t, ses, savedVisits)
			if seqOf(t, out.CaseNo) != savedVisits+1 {
				t.Errorf("numbers go on with %s", out.CaseNo)
			}
			if v := verified(t, s); v.Err() != nil {
				t.Errorf("after going on: %v", v.Err())
			}
		})
	}
}

// wantSaved wants everybody found and read as they were saved.
func wantSaved(t *testing.T, ses *store.Session) {
	t.Helper()
	for n := range savedVisits {
		v := storetest.VisitorN(n)
		id := storetest.PersonID(t, ses, v)
		for _, query := range []string{v.Name, v.Number} {
			if hits := must[[]store.Hit](t)(ses.Find(background, query)); len(hits) != 1 || hits[0].Person != id {
				t.Errorf("visitor %d is found %d times", n, len(hits))
			}
		}
		p := person(t, ses, id)
		if len(p.Cases) != 1 || len(p.Members) != 1 || p.Text(record.FieldName) != v.Name || p.Text(record.FieldMobile) != v.Mobile {
			t.Errorf("visitor %d is not who they were", n)
		}
	}
	first := person(t, ses, storetest.PersonID(t, ses, storetest.VisitorN(0)))
	if m := first.Member(); m == nil || m.State != record.Active {
		t.Error("the first visitor is no member any more")
	}
	if list := must[[]store.ServiceLine](t)(ses.ServicesOf(background, first.IDs[0])); len(list) != 1 {
		t.Errorf("%d service cases, want one", len(list))
	}
	d := must[store.Draft](t)(ses.Draft(background, uuid.MustParse(savedParked)))
	if !d.Parked || d.Fields["document"] != storetest.VisitorN(3).Number {
		t.Error("the parked visit is not as it was")
	}
}

// saveFolder makes a folder of the present schema for testdata.
func saveFolder(t *testing.T) {
	t.Helper()
	var schema int
	if _, err := fmt.Sscan(newestSchema(t), &schema); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(releasedPath(schema)); err == nil {
		t.Logf("%s is there already", releasedPath(schema))
		return
	}
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	ses := storetest.SignIn(t, s)
	for n := range savedVisits {
		sit, out, _ := storetest.Visit(t, ses, n)
		if n > 0 {
			continue
		}
		storetest.Approve(t, storetest.SignInAs(t, s, demo.UnionOfficer), sit.Person, out, "U103A")
		openJobCase(t, ses, sit.Person)
	}
	parked := uuid.MustParse(savedParked)
	if err := ses.OpenDraft(background, parked, typed(3)); err != nil {
		t.Fatal(err)
	}
	if err := ses.ParkDraft(background, parked); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	zipped(t, terminal.Dir, releasedPath(schema))
}

func openJobCase(t *testing.T, ses *store.Session, person uuid.UUID) {
	t.Helper()
	if _, err := ses.Record(background, record.RoleWindowClerk, uuid.Nil, func(tx *store.Tx) ([]record.Fact, error) {
		no, err := tx.CaseNo("FW")
		return []record.Fact{{File: record.File{Kind: record.KindService, ID: tx.ID()}, Type: "service.opened",
			Body: record.ServiceOpened{No: no, Kind: record.JobService, Person: person, Channel: record.AtWindow,
				Urgency: record.Normal, Matter: "样例求职", On: tx.Today()}}}, err
	}); err != nil {
		t.Fatal(err)
	}
}

func zipped(t *testing.T, dir, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	if err := w.AddFS(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func unzipped(t *testing.T, path string) string {
	t.Helper()
	r, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() // only read: nothing can be lost
	dir := filepath.Join(t.TempDir(), "folder")
	if err := os.CopyFS(dir, r); err != nil {
		t.Fatal(err)
	}
	return dir
}

// schemaOf reads the number from the header of a closed database: 32 bits, the
// high ones first, at offset 60 (SQLite file format, section 1.3).
func schemaOf(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "terminal", "ruhui.db")
	data := must[[]byte](t)(os.ReadFile(path))
	return fmt.Sprint(int(data[60])<<24 | int(data[61])<<16 | int(data[62])<<8 | int(data[63]))
}

func newestSchema(t *testing.T) string {
	t.Helper()
	files := must[[]string](t)(fs.Glob(os.DirFS("schema"), "*.sql"))
	for i, name := range files {
		if !strings.HasPrefix(name, fmt.Sprintf("%04d_", i+1)) {
			t.Fatalf("schema file %d is called %s", i+1, name)
		}
	}
	return fmt.Sprint(len(files))
}
