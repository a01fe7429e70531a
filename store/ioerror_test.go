//go:build !race

package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
	"ruhui/store/storetest/disk"
)

// trial is something staff do while the disk fails.
type trial struct {
	name string
	// ready is whether a terminal is open and its clerk signed in beforehand.
	open, signedIn bool
	do             func(t *testing.T, f *failing) error
}

// failing is a terminal whose disk fails, and what it has promised so far.
type failing struct {
	terminal *storetest.Terminal
	disk     *disk.Disk
	store    *store.Store
	ses      *store.Session
	promised []string
	next     int
	visit    uuid.UUID // being typed

	elsewhere *store.Session  // another terminal of the district
	coming    []record.Marked // what it has recorded last
	numbers   []string        // given there for it
}

// hear lets the other terminal serve a visitor and the district mark what it
// recorded.
func (f *failing) hear(t *testing.T) {
	t.Helper()
	if f.elsewhere == nil {
		f.elsewhere = storetest.SignIn(t, storetest.Open(t, &storetest.Terminal{District: f.terminal.District, Number: 2}))
	}
	f.next++
	_, out, done := storetest.Visit(t, f.elsewhere, f.next)
	f.coming, f.numbers = nil, []string{out.CaseNo, out.JoinNo}
	for _, e := range done.Events {
		f.coming = append(f.coming, record.Marked{Event: e, Mark: record.Mark{Effective: e.At, Allowed: true}})
	}
}

func (f *failing) save(t *testing.T) error {
	sit := storetest.Sitting(t, f.ses, storetest.VisitorN(f.next))
	out, _, err := storetest.Save(f.ses, sit)
	if err != nil {
		return err
	}
	f.next++
	f.promised = append(f.promised, out.CaseNo, out.JoinNo)
	return nil
}

func (f *failing) open(*testing.T) (err error) {
	f.store, err = store.Open(f.terminal.Dir, f.terminal.Options())
	return err
}

func (f *failing) signIn(*testing.T) (err error) {
	f.ses, err = f.store.SignIn(background, demo.Login, demo.Password)
	return err
}

func (f *failing) close(t *testing.T) {
	t.Helper()
	if f.store == nil {
		return
	}
	if err := f.store.Close(); err != nil {
		t.Fatal(err)
	}
	f.store, f.ses = nil, nil
}

var trials = []trial{
	{"open", false, false, func(t *testing.T, f *failing) error { return f.open(t) }},
	{"sign in", true, false, func(t *testing.T, f *failing) error { return f.signIn(t) }},
	{"save", true, true, func(t *testing.T, f *failing) error { return f.save(t) }},
	{"type", true, true, func(_ *testing.T, f *failing) error {
		return f.ses.OpenDraft(background, f.visit, map[string]string{"typed.Mobile": "19900000001"})
	}},
	{"take", true, true, func(_ *testing.T, f *failing) error {
		if err := f.store.Take(background, f.coming); err != nil {
			return err
		}
		f.promised = append(f.promised, f.numbers...)
		return nil
	}},
	{"rebuild", true, true, func(_ *testing.T, f *failing) error { return f.ses.Rebuild(background) }},
	{"checkpoint", true, true, func(_ *testing.T, f *failing) error { return f.store.Checkpoint(background) }},
}

func TestFault_io_error_on_the_nth_operation(t *testing.T) {
	for _, kind := range []disk.Kind{disk.Read, disk.Write, disk.Sync} {
		for _, c := range trials {
			t.Run(kind.String()+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				f := &failing{terminal: &storetest.Terminal{Dir: quickDir(t) + "/folder"}}
				f.disk = disk.Watch(t, f.terminal.Dir)
				storetest.SetUp(t, f.terminal)
				began, n := time.Now(), 1
				for f.fail(t, c, kind, n) {
					n++
				}
				if n == 1 && kind == disk.Read {
					t.Error("nothing was read: nothing was tried")
				}
				fmt.Printf("%s: %d failures, %.1f s\n", t.Name(), n-1, time.Since(began).Seconds())
			})
		}
	}
}

// fail lets the n-th operation fail while c is done; false when c does not have
// so many. What was told must be true, and the next try must work.
func (f *failing) fail(t *testing.T, c trial, kind disk.Kind, n int) bool {
	t.Helper()
	f.prepare(t, c)
	f.disk.Fail(kind, n)
	err := c.do(t, f)
	failed := f.disk.Failed()
	f.disk.Fail(kind, 0)
	if err != nil {
		told(t, err, store.KeyDiskFault)
	}
	if err != nil && !failed {
		t.Fatalf("%s %d: no failure and yet %v", kind, n, err)
	}
	if err != nil {
		if err := c.do(t, f); err != nil {
			t.Fatalf("the next try after %s %d: %v", kind, n, err)
		}
	}
	f.close(t)
	typed := f.visit
	f.prepare(t, trial{open: true, signedIn: true})
	keptExactly(t, f)
	if c.name == "type" {
		if d, err := f.ses.TakeDraft(background, typed); err != nil || d.Fields["typed.Mobile"] == "" {
			t.Errorf("what was typed is not there: %v", err)
		}
	}
	f.close(t)
	return failed
}

func (f *failing) prepare(t *testing.T, c trial) {
	t.Helper()
	if c.open {
		if err := f.open(t); err != nil {
			t.Fatal(err)
		}
	}
	if c.signedIn {
		if err := f.signIn(t); err != nil {
			t.Fatal(err)
		}
	}
	f.visit = uuid.New()
	if c.name == "take" {
		f.hear(t)
	}
	// Something to fold. For a rebuild once: each visit more is read anew, and the
	// n-th read would never be the last.
	if c.name == "checkpoint" || c.name == "rebuild" && f.next < 3 {
		if err := f.save(t); err != nil {
			t.Fatal(err)
		}
	}
}

// keptExactly: what was promised is there, and nothing that was not.
func keptExactly(t *testing.T, f *failing) {
	t.Helper()
	keptOnceAndWhole(t, f.store, f.promised)
	cases := must[[]string](t)(f.store.Column(background, `SELECT no FROM residence_case`))
	if len(cases)*2 != len(f.promised) {
		t.Errorf("%d cases for %d promised numbers", len(cases), len(f.promised))
	}
}

// told tries that an error tells a person something of their own: one of the
// keys, with two lines that are not the general ones.
func told(t *testing.T, err error, keys ...string) {
	t.Helper()
	m, general := store.MessageOf(err), store.Messages[store.KeyInternal]
	if !slices.Contains(keys, store.KeyOf(err)) || m == general || m.What == "" || m.Next == "" {
		t.Fatalf("said %q for %v, want one of %v", m.What, err, keys)
	}
}

func TestFault_disk_full(t *testing.T) {
	f := &failing{terminal: &storetest.Terminal{Dir: quickDir(t) + "/folder"}}
	f.disk = disk.Watch(t, f.terminal.Dir)
	storetest.SetUp(t, f.terminal)
	f.prepare(t, trial{open: true, signedIn: true})
	refusals := 0
	for room := int64(0); ; room += 4096 {
		f.disk.Room(room)
		before := dump(t, f.ses)
		err := f.save(t)
		f.disk.Clear()
		if err == nil {
			break
		}
		refusals++
		told(t, err, store.KeyDiskFull)
		if dump(t, f.ses) != before {
			t.Fatalf("with %d bytes of room half a visit was kept", room)
		}
		if err := f.save(t); err != nil { // what was typed is the caller's, and is saved again
			t.Fatalf("with room again: %v", err)
		}
		if err := f.store.Checkpoint(background); err != nil { // so that the next log begins with nothing
			t.Fatal(err)
		}
	}
	if refusals < 5 {
		t.Errorf("refused %d times only", refusals)
	}
	fmt.Printf("%s: refused with %d different amounts of room\n", t.Name(), refusals)

	for range 10 { // more than the database has room for in the pages it has
		if err := f.save(t); err != nil {
			t.Fatal(err)
		}
	}
	f.disk.Room(0)
	err := f.store.Checkpoint(background) // the database cannot grow: the log stays, with all that is in it
	f.disk.Clear()
	told(t, err, store.KeyDiskFull)
	if err := f.save(t); err != nil {
		t.Fatal(err)
	}
	if err := f.store.Checkpoint(background); err != nil {
		t.Fatal(err)
	}
	keptExactly(t, f)
	f.close(t)
}
