package district

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/storetest"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// office is a real terminal: a store with its engine, and somebody signed in.
type office struct {
	store  *store.Store
	ses    *store.Session
	engine *sync.Engine
}

// overMemory reaches the handler without a network.
type overMemory struct{ http.Handler }

func (m overMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	rec := httptest.NewRecorder()
	m.ServeHTTP(rec, r)
	return rec.Result(), nil
}

// office sets up a terminal of a centre and signs somebody in.
func (w *world) office(centre uuid.UUID, number int, login string) *office {
	w.t.Helper()
	file, code, err := w.invent.SetupFile(number, centre)
	if err != nil {
		w.t.Fatal(err)
	}
	proof, err := setup.Proof(code)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.archive.Write(context.Background(), func(tx archive.Tx) error {
		return tx.PutCode(archive.Code{Proof: proof, Centre: centre, Number: number, Made: w.Time(), File: file})
	}); err != nil {
		w.t.Fatal(err)
	}
	var reading atomic.Int64
	opt := store.Options{Machine: "machine", Now: func() time.Time {
		return w.now.Add(time.Duration(reading.Add(1)) * time.Millisecond)
	}}
	dir := filepath.Join(w.t.TempDir(), "数据 folder")
	if err := store.SetUp(dir, file, code, opt); err != nil {
		w.t.Fatal(err)
	}
	o := &office{}
	if o.store, err = store.Open(dir, opt); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := o.store.Close(); err != nil {
			w.t.Errorf("close store: %v", err)
		}
	})
	o.ses = storetest.SignInAs(w.t, o.store, login)
	client := sync.ClientOver(&http.Client{Transport: overMemory{w.handler}}, w.secrets.Address)
	o.engine = sync.NewEngine(o.store, client, sync.Options{Program: "test", NewsFor: -1, Random: func() float64 { return 0 }})
	return o
}

// settle makes exchanges until nothing is left to do, after listening for news.
func (o *office) settle(t testing.TB) {
	t.Helper()
	for range 2 {
		for range 500 {
			next := o.engine.Step(context.Background())
			if next.Err != nil {
				t.Fatal(next.Err)
			}
			if next.Idle {
				break
			}
		}
		if err := o.engine.Listen(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

func (o *office) person(t testing.TB, id uuid.UUID) record.Person {
	t.Helper()
	p, err := o.ses.Person(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEngine_makes_one_office_of_several_windows(t *testing.T) {
	w := newWorld(t)
	a, b := w.office(demo.Hall, 1, demo.Login), w.office(demo.Hall, 2, demo.Login)
	union := w.office(demo.JointOffice, 1, demo.UnionOfficer)
	sit, out, _ := storetest.Visit(t, a.ses, 0)
	again, _, _ := storetest.Visit(t, b.ses, 0) // the same person, while apart
	if sit.Person != again.Person {
		t.Fatal("one number gave two persons")
	}
	for _, o := range []*office{a, b, a, union} {
		o.settle(t)
	}
	at := union.person(t, sit.Person)
	if oneState(&at) != record.Pending || len(at.Cases) != 0 {
		t.Errorf("the base union sees an application %s, %d residence cases", oneState(&at), len(at.Cases))
	}
	storetest.Approve(t, union.ses, sit.Person, out, "U103A")
	union.settle(t)
	for _, o := range []*office{a, b} {
		o.settle(t)
		p := o.person(t, sit.Person)
		if oneState(&p) != record.Active || len(p.Visits) != 2 || len(p.Slips) != 2 {
			t.Errorf("membership %s, %d visits, %d slips", oneState(&p), len(p.Visits), len(p.Slips))
		}
		if n, err := o.store.Waiting(context.Background()); err != nil || n.Events != 0 {
			t.Errorf("%d wait, %v", n.Events, err)
		}
	}
	if pa, pb := a.person(t, sit.Person), b.person(t, sit.Person); !slices.Equal(pa.IDs, pb.IDs) || pa.Members[0].ID != pb.Members[0].ID {
		t.Error("two windows see two persons")
	}
}

// oneState is the state of the one application that was not merged into another,
// "" when there is not exactly one.
func oneState(p *record.Person) record.MembershipState {
	var states []record.MembershipState
	for i := range p.Members {
		if s := p.Members[i].State; s != record.MergedAway {
			states = append(states, s)
		}
	}
	if len(states) != 1 {
		return ""
	}
	return states[0]
}

func TestEngine_runs_by_itself(t *testing.T) {
	w := newWorld(t)
	a, b := w.office(demo.Hall, 1, demo.Login), w.office(demo.Hall, 2, demo.Login)
	came := make(chan struct{}, 1)
	for _, o := range []*office{a, b} {
		o.engine = sync.NewEngine(o.store, sync.ClientOver(&http.Client{Transport: overMemory{w.handler}}, w.secrets.Address),
			sync.Options{Random: func() float64 { return 0 }, OnStatus: func() {
				select {
				case came <- struct{}{}:
				default: // says so already
				}
			}})
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			o.engine.Run(ctx)
		}()
		t.Cleanup(func() {
			cancel()
			<-ended
		})
	}
	for n := range 3 {
		sit, _, _ := storetest.Visit(t, a.ses, n)
		for {
			if _, err := b.ses.Person(t.Context(), sit.Person); err == nil {
				break
			}
			select {
			case <-came:
			case <-time.After(time.Minute):
				t.Fatal("does not come")
			}
		}
	}
	if st, err := b.engine.Status(t.Context()); err != nil || !st.Online || st.Wrong.What != "" || st.Read == 0 {
		t.Errorf("says %+v, %v", st, err)
	}
}

func TestEngine_warns_of_somebody_known_in_another_town(t *testing.T) {
	w := newWorld(t)
	a := w.office(demo.Hall, 1, demo.Login)
	login := w.whoSignsInAt(demo.QixingHall)
	far := w.office(demo.QixingHall, 1, login)
	sit, _, _ := storetest.Visit(t, a.ses, 0)
	a.settle(t)
	far.settle(t)
	l, found, err := far.store.Directory(context.Background(), sit.Person)
	if err != nil || !found || l.State != record.Pending || l.Union != demo.UnionID("U103A") || !l.Pending {
		t.Errorf("the directory says %+v, %v, %v", l, found, err)
	}
	if _, err := far.ses.Person(context.Background(), sit.Person); store.CodeOf(err) != store.NotFound {
		t.Errorf("another town reads the file: %v", err)
	}
	clerk := far.ses.Staff()
	p, found, err := far.engine.PersonFor(context.Background(), sit.Person, uuid.New(), clerk.ID, record.RoleWindowClerk)
	if err != nil || !found || p.Text(record.FieldName) != storetest.VisitorN(0).Name || len(p.Cases) != 1 {
		t.Errorf("asked for the file: %v, %v, %d cases", found, err, len(p.Cases))
	}
	if _, found, err = far.engine.PersonFor(context.Background(), uuid.New(), uuid.New(), clerk.ID, record.RoleWindowClerk); found || err != nil {
		t.Errorf("somebody unknown has a file: %v", err)
	}
	_, _, err = far.engine.PersonFor(context.Background(), sit.Person, uuid.New(), uuid.New(), record.RoleWindowClerk)
	if r := (*sync.Refusal)(nil); !errors.As(err, &r) || r.Code != sync.NotYours {
		t.Errorf("read by nobody: %v", err)
	}
	if _, err := far.ses.Person(context.Background(), sit.Person); store.CodeOf(err) != store.NotFound {
		t.Errorf("the file of another town stayed here: %v", err)
	}
	if _, found, err := far.store.Directory(context.Background(), uuid.New()); found || err != nil {
		t.Errorf("somebody unknown is listed: %v", err)
	}
}

func (w *world) whoSignsInAt(centre uuid.UUID) string {
	w.t.Helper()
	for _, m := range demo.Staff {
		if slices.Contains(m.Centres, centre) && m.Login != demo.Technician {
			return m.Login
		}
	}
	w.t.Fatalf("nobody signs in at %s", centre)
	return ""
}
