package store_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// documents are events as a feed brings them, each of another person in a file
// of its own, with a body of about 970 bytes.
func documents(n int) []record.Marked {
	r := rand.New(rand.NewPCG(50_000, 1))
	origin := record.Origin{Centre: demo.Hall, Terminal: uuid.New()}
	staff, at := uuid.New(), record.HLCOf(storetest.Morning)
	random := func() (id uuid.UUID) {
		for i := range id {
			id[i] = byte(r.Uint32())
		}
		return id
	}
	events := make([]record.Marked, n)
	for i := range events {
		at += record.HLC(1 + r.IntN(1<<18))
		e := &events[i].Event
		*e = record.Event{ID: timed7(random(), at), Act: timed7(random(), at), Visit: random(), At: at, Proven: at - 1<<30, Origin: origin,
			Staff: staff, Role: record.RoleWindowClerk, File: record.File{Kind: record.KindPerson, ID: random()},
			Type: "person.registered", Version: 1, Body: document(r, i), Salt: random()}
		events[i].Mark = record.Mark{Effective: at, Allowed: true}
	}
	return events
}

// timed7 makes a UUIDv7 of random bytes.
func timed7(id uuid.UUID, at record.HLC) uuid.UUID {
	for i := range 6 {
		id[i] = byte(at >> (56 - 8*i))
	}
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id
}

// document registers somebody, with all that can be asked.
func document(r *rand.Rand, i int) []byte {
	name, _, _ := townsman(i)
	v := storetest.VisitorN(i)
	fields := v.Card()
	for f, text := range map[record.Field]string{
		record.FieldName: name, record.FieldMobile: v.Mobile, record.FieldTown: demo.Xinfeng, record.FieldCommunity: demo.Xinfeng + "901",
		record.FieldAddress:  fmt.Sprintf("样例路%d号%d幢%d室", 1+r.IntN(999), 1+r.IntN(30), 101+r.IntN(600)),
		record.FieldJobTitle: "保洁员", record.FieldEducation: "60", record.FieldArrivedOn: "2026-09-01",
		record.FieldEmployerName: fmt.Sprintf("嘉兴样例%d服饰有限公司", r.IntN(500)), record.FieldEmployer: demo.EmployerID(demo.Property).String(),
	} {
		fields[f] = text
	}
	body, err := json.Marshal(record.Registered{Document: v.Document(), Source: record.FromReader, Fields: fields})
	if err != nil {
		panic(err)
	}
	return body
}

// documentPages are documents as pages of a feed.
func documentPages(n, each int) []store.Page {
	epoch := uuid.New()
	var pages []store.Page
	var last record.Hash
	for i, m := range documents(n) {
		if i%each == 0 {
			pages = append(pages, store.Page{Feed: "town/1", Epoch: epoch, After: int64(i), Before: last, Time: m.Event.At, Signature: []byte("district")})
		}
		p := &pages[len(pages)-1]
		last = m.Event.Digest()
		p.Lines = append(p.Lines, store.Line{Hash: last, Marked: m})
	}
	return pages
}

// BenchmarkTake stores 50,000 events of others, each in a file of its own, in a
// fresh terminal, then folds them, and beside it stores the same bodies as rows
// of one table. Goal: 15,000 a second; folded within 1.5 × that time.
func BenchmarkTake(b *testing.B) {
	const n = 50_000
	events := documents(n)
	bytes := 0
	for i := range events {
		bytes += len(events[i].Event.Body)
	}
	b.ReportMetric(float64(bytes)/n, "B-body")
	for b.Loop() {
		s := storetest.Open(b)
		ses := storetest.SignIn(b, s)
		raw := rawDatabase(b)
		rows := timed(b, func() error { return rawRows(raw, events) })
		stored := timed(b, func() error { return s.TakeUnfolded(background, events) })
		folded := timed(b, func() error { return s.FoldStored(background) })
		if k := ses.Known(); k.Persons != n {
			b.Fatalf("known %+v", k)
		}
		rate := func(d time.Duration) float64 { return n / d.Seconds() }
		figure{"store 50,000 events of others", rate(stored), "a second", "their bodies alone as rows", rate(rows), "a second",
			"≥ 15,000", 15_000, true}.print(b)
		figure{"fold them and make them searchable", folded.Seconds(), "s", "storing them", stored.Seconds(), "s",
			"≤ 1.5 ×", 1.5 * stored.Seconds(), false}.print(b)
	}
}
