package district

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/synctest/documents"
)

// benchBatch is how many documents go into one push.
const benchBatch = 1000

// document is one of the invented documents as an event of a file of its own.
func (t *terminal) document(i uint64) record.Event {
	e := t.say(uuid.New(), uuid.Nil, person(), "enrollment.recorded", nil)
	e.Body = json.RawMessage(documents.Document(documents.Seed, i))
	return e
}

// BenchmarkPush takes documents of about 970 bytes in, each a file of its own,
// through the handler: unpacking, signature, sealing, marks, views, feeds and
// commit. The terminal's own work is not in it.
func BenchmarkPush(b *testing.B) {
	w := newWorld(b)
	a := w.newTerminal(demo.Hall, 1, demo.Login, record.RoleWindowClerk)
	next, events := uint64(0), 0
	for b.Loop() {
		b.StopTimer()
		var batch []record.Event
		for range benchBatch {
			batch = append(batch, a.document(next))
			next++
		}
		m := a.batch(batch...)
		body, err := sync.Marshal(m)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		req := httptest.NewRequest(http.MethodPost, sync.PathPush, bytes.NewReader(body))
		req.Header.Set("Authorization", "Bearer "+a.token)
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, req)
		if rec.Code != http.StatusOK {
			b.Fatalf("status %d", rec.Code)
		}
		a.seq, a.hash = m.Seq(), m.Last
		events += len(batch)
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "docs/s")
}
