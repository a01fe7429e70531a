package simulate

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/setup"
	"ruhui/store/storetest/disk"
	"ruhui/store/vault"
	"ruhui/sync/district"
	"ruhui/sync/district/archive/sqlite"
)

// Template is a district with its terminals on the morning nothing has happened
// yet. Worlds begin as copies of it, because setting up takes longer than a
// world lives.
type Template struct {
	secrets   *district.Secrets
	archive   disk.Image
	terminals []disk.Image
}

// NewTemplate sets up the district and its terminals in dir.
func NewTemplate(tb testing.TB, dir string) *Template {
	tb.Helper()
	t := &Template{}
	c := newClock()
	w := &watch{of: c}
	home := filepath.Join(dir, "district")
	must(tb, os.MkdirAll(home, 0o700))
	path := filepath.Join(home, archiveName)
	ctx := context.Background()
	must(tb, sqlite.Migrate(ctx, path))
	a, err := sqlite.Open(ctx, path, sqlite.Options{})
	must(tb, err)
	identity := filepath.Join(dir, "identity.txt")
	_, err = district.Init(ctx, home, a, district.InitOptions{Name: "南湖区总工会", Address: address, Demo: true, LookupWork: 2, Stretching: vault.LightWork,
		Residents: setup.Residents{Telephone: "0573-00000000"}, Identity: identity, Now: w.Now})
	must(tb, err)
	opener, err := os.ReadFile(identity)
	must(tb, err)
	with, err := age.ParseIdentities(bytes.NewReader(opener))
	must(tb, err)
	t.secrets, err = district.OpenSecrets(home, with...)
	must(tb, err)
	t.secrets.Demo = false // its people, but terminals with numbers of their own
	d, err := district.New(a, t.secrets, district.Options{Now: w.Now})
	must(tb, err)
	for i, s := range seats {
		ticket, err := d.NewTicket(ctx, s.centre)
		must(tb, err)
		at := filepath.Join(dir, fmt.Sprintf("terminal-%d", i))
		must(tb, store.SetUp(at, ticket.File, ticket.Code, store.Options{Now: w.Now, Machine: machineOf(i)}))
		t.terminals = append(t.terminals, disk.ReadImage(tb, at))
	}
	must(tb, a.Close())
	t.archive = disk.ReadImage(tb, home)
	return t
}

const archiveName = "district.db"

func machineOf(i int) string { return fmt.Sprintf("machine-%d", i) }

// furnish makes a world's machines and starts them.
func (t *Template) furnish(w *World) {
	w.server = &server{secrets: t.secrets, dir: w.place("district", t.archive),
		watches: [2]*watch{{of: w.clock}, {of: w.clock}}}
	w.server.disk = watched(w.tb, w.server.dir)
	w.server.start(w)
	for i, s := range seats {
		x := &terminal{seat: s, machine: machineOf(i), watch: &watch{of: w.clock}, line: &line{world: w, weather: stormy},
			dir: w.place(fmt.Sprintf("terminal-%d", i), t.terminals[i])}
		if s.union != "" {
			x.union = demo.UnionID(s.union)
		}
		x.disk = watched(w.tb, x.dir)
		w.terminals = append(w.terminals, x)
		x.start(w)
	}
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
