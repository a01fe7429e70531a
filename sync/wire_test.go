package sync_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/record"
	syncing "ruhui/sync"
)

// maker makes messages out of a seed.
type maker struct{ *rand.Rand }

func newMaker(seed uint64) maker { return maker{rand.New(rand.NewPCG(seed, 17))} }

func (m maker) id() (id uuid.UUID) {
	for i := range id {
		id[i] = byte(m.Uint32())
	}
	return id
}

func (m maker) hash() (h record.Hash) {
	for i := range h {
		h[i] = byte(m.Uint32())
	}
	return h
}

func (m maker) pick(ids []uuid.UUID) uuid.UUID { return ids[m.IntN(len(ids))] }

// bodies that a codec may spoil: not compact, escaped for HTML or not, more
// than one line, not JSON at all.
var bodies = []string{
	`{"name":"王芳","sex":"女"}`, `{ "note" : "a < b && c > d" }`, "{\n\t\"note\": \"两行\\n\"\n}\n", `"\u003c"`,
	`{"a":1.0,"a":1e2}`, "\n", "\r\n", ` `, `{"cut":`, "\xff\xfe", `null`, `{"salt":"YWdl"}`,
}

func (m maker) event(ids []uuid.UUID, before record.HLC) record.Event {
	e := record.Event{
		ID: m.id(), At: before + record.HLC(m.IntN(3)) + record.HLC(m.IntN(2000))<<16, Proven: record.HLC(m.IntN(3)) << 40,
		Origin: record.Origin{Centre: m.pick(ids), Terminal: m.pick(ids)}, Staff: m.pick(ids),
		Role: record.Role([]string{"RoleWindowClerk", "RoleUnionClerk"}[m.IntN(2)]), Act: m.pick(ids), Visit: m.pick(ids),
		File: record.File{Kind: record.KindPerson, ID: m.pick(ids)},
		Type: fmt.Sprintf("type.%d", m.IntN(5)), Version: 1 + m.IntN(2), Salt: [16]byte(m.id()),
	}
	if m.IntN(10) == 0 { // a clock that was set
		e.At = record.HLC(m.Uint64())
	}
	e.Body = json.RawMessage(bodies[m.IntN(len(bodies))])
	return e
}

// line gives a marked event, sometimes erased.
func (m maker) line(ids []uuid.UUID, before record.HLC) syncing.Line {
	e := m.event(ids, before)
	mark := record.Mark{Effective: e.At + record.HLC(m.IntN(9)), Allowed: m.IntN(4) > 0}
	if !mark.Allowed {
		mark.Reason = record.NotAllowed
	}
	l := syncing.Line{Event: &e, Mark: &mark}
	if m.IntN(8) == 0 {
		digest := e.Digest()
		e.Act, e.Visit, e.File, e.Body, e.Salt = uuid.Nil, uuid.Nil, record.File{}, nil, [16]byte{}
		l.Digest = &digest
	}
	return l
}

func (m maker) lines(n int) []syncing.Line {
	ids := []uuid.UUID{uuid.Nil, m.id(), m.id(), uuid.Must(uuid.NewV7()), m.id(), m.id()}
	out := make([]syncing.Line, n)
	var before record.HLC
	for i := range out {
		if m.IntN(5) == 0 {
			out[i].Directory = &syncing.DirectoryEntry{Person: m.id(), MemberNo: fmt.Sprintf("HY%03d", m.IntN(1000)),
				State: record.MembershipState([]string{"", "member"}[m.IntN(2)]), Union: m.pick(ids), Pending: m.IntN(2) == 0}
			continue
		}
		out[i] = m.line(ids, before)
		before = out[i].Event.At
	}
	return out
}

func (m maker) page(n int) syncing.Page {
	return syncing.Page{Epoch: m.id(), Feed: syncing.TownFeed("330402001"), After: 7, Lines: m.lines(n), Position: 7 + int64(n),
		Hash: m.hash(), Head: 99, Time: 5 << 16, Signature: []byte("signature")}
}

func (m maker) batch(n int) syncing.Batch {
	b := syncing.Batch{Journal: m.id(), After: 3, Previous: m.hash(), Entries: make([]syncing.Entry, n), Last: m.hash(),
		Now: 9 << 20, ClockSet: true, Signature: []byte("signature")}
	ids := []uuid.UUID{uuid.Nil, m.id(), m.id()}
	for i := range b.Entries {
		l := m.line(ids, 1<<50)
		b.Entries[i] = syncing.Entry{Event: *l.Event, Digest: l.Digest}
	}
	return b
}

func (m maker) file(n int) syncing.PersonFile {
	f := syncing.PersonFile{Events: make([]record.Marked, n), Time: 6 << 30}
	ids := []uuid.UUID{uuid.Nil, m.id()}
	for i := range f.Events {
		e := m.event(ids, 1<<50)
		f.Events[i] = record.Marked{Event: e, Mark: record.Mark{Effective: e.At, Allowed: true}}
	}
	return f
}

func (m maker) pushed(n int) syncing.Pushed {
	p := syncing.Pushed{Receipt: syncing.Receipt{Journal: m.id(), Seq: 4, Hash: m.hash(), Epoch: m.id(), Signature: []byte{1}},
		Marks: make([]syncing.Given, n)}
	for i := range p.Marks {
		p.Marks[i] = syncing.Given{Event: m.id(), Mark: record.Mark{Effective: record.HLC(m.Uint64()), Allowed: m.IntN(2) == 0}}
	}
	return p
}

func TestEveryMessageComesBackAsItWas(t *testing.T) {
	for seed := range uint64(200) {
		m := newMaker(seed)
		n := m.IntN(40)
		batch, page, file, pushed := m.batch(n), m.page(n), m.file(n), m.pushed(n)
		offer := syncing.Offer{Pages: []syncing.Page{m.page(n), m.page(0), m.page(3)}, Done: true}
		comesBack(t, batch)
		comesBack(t, page)
		comesBack(t, file)
		comesBack(t, pushed)
		comesBack(t, offer)
		comesBack(t, syncing.Lacks{Events: []uuid.UUID{m.id(), m.id()}})
	}
}

func comesBack[M any](t *testing.T, sent M) {
	t.Helper()
	data, err := syncing.Marshal(&sent)
	if err != nil {
		t.Fatalf("marshal %T: %v", sent, err)
	}
	byValue, err := syncing.Marshal(sent)
	if err != nil || string(byValue) != string(data) {
		t.Errorf("%T by value is written in another way, %v", sent, err)
	}
	var got M
	if err := syncing.Unmarshal(data, &got); err != nil {
		t.Fatalf("unmarshal %T: %v", sent, err)
	}
	if !reflect.DeepEqual(got, sent) {
		t.Errorf("%T: got %+v, want %+v", sent, got, sent)
	}
}

func refusalOf(t *testing.T, err error) syncing.Code {
	t.Helper()
	var r *syncing.Refusal
	if !errors.As(err, &r) {
		t.Fatalf("got %v, want a refusal", err)
	}
	return r.Code
}
