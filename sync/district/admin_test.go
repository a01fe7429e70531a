package district

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/sqlite"
)

// bureau is a district that Init made, with the files it wrote.
type bureau struct {
	*District
	dir, identity, stick string
	secrets              *Secrets
	archive              archive.Archive
	now                  time.Time
	made                 Made
}

func newBureau(t testing.TB, isDemo bool) *bureau {
	t.Helper()
	root := t.TempDir()
	o := &bureau{dir: filepath.Join(root, "data"), identity: filepath.Join(root, "identity.txt"), stick: filepath.Join(root, "stick"), now: monday}
	for _, dir := range []string{o.dir, o.stick} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	o.archive = newArchive(t, filepath.Join(o.dir, "district.db"))
	var err error
	if o.made, err = Init(context.Background(), o.dir, o.archive, o.options(isDemo)); err != nil {
		t.Fatalf("init: %v", err)
	}
	id, err := ReadIdentity(o.identity)
	if err != nil {
		t.Fatal(err)
	}
	if o.secrets, err = OpenSecrets(o.dir, id); err != nil {
		t.Fatal(err)
	}
	if o.District, err = New(o.archive, o.secrets, Options{Now: func() time.Time { return o.now }}); err != nil {
		t.Fatal(err)
	}
	o.stretching = vault.LightWork
	return o
}

func (o *bureau) options(isDemo bool) InitOptions {
	return InitOptions{Name: "南湖区总工会", Address: "https://127.0.0.1:8443", Residents: setup.Residents{Telephone: "0573-00000000"},
		Demo: isDemo, LookupWork: 2, Identity: o.identity, Recovery: o.stick, Now: func() time.Time { return o.now }}
}

func newArchive(t testing.TB, path string) archive.Archive {
	t.Helper()
	if err := sqlite.Migrate(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	a, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Errorf("close archive: %v", err)
		}
	})
	return a
}

func (o *bureau) organisation(t testing.TB) *Organisation {
	t.Helper()
	org, err := o.Organisation(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return org
}

// hire takes a clerk on in 新丰镇's hall.
func (o *bureau) hire(t testing.TB, login, no string, roles ...record.Role) Issued {
	t.Helper()
	org := o.organisation(t)
	hall, err := org.FindCentre("新丰镇便民")
	if err != nil {
		t.Fatal(err)
	}
	if len(roles) == 0 {
		roles = []record.Role{record.RoleWindowClerk, record.RoleUnionClerk}
	}
	a := Appointment{StaffAppointed: record.StaffAppointed{No: no, Name: "演示员甲", Login: login, Centres: []uuid.UUID{hall.ID}}}
	if a.Grants, err = org.GrantsFor(roles, a.Centres, nil, nil, o.Today(), o.Today().AddDays(365)); err != nil {
		t.Fatal(err)
	}
	issued, err := o.Appoint(context.Background(), []Appointment{a})
	if err != nil {
		t.Fatalf("appoint: %v", err)
	}
	if len(issued) != 1 {
		t.Fatalf("%d issued, want 1", len(issued))
	}
	return issued[0]
}
