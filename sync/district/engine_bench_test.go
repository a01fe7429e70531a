package district

import (
	"context"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"ruhui/store/demo"
	"ruhui/store/storetest"
	"ruhui/sync"
)

// BenchmarkVisible measures from the moment a visit is acknowledged at one window
// until it is stored and listed at another, both online, over TLS on loopback, all
// three on this machine and synced to disk.
func BenchmarkVisible(b *testing.B) {
	w := newWorld(b)
	w.now = time.Now()
	server := httptest.NewTLSServer(w.handler)
	defer server.Close()
	w.secrets.Address = server.URL
	from, to := w.office(demo.Hall, 1, demo.Login), w.office(demo.Hall, 2, demo.Login)
	came := make(chan struct{}, 1)
	for _, o := range []*office{from, to} {
		opt := sync.Options{Random: func() float64 { return 0 }}
		if o == to {
			opt.OnStatus = func() {
				select {
				case came <- struct{}{}:
				default:
				}
			}
		}
		o.engine = sync.NewEngine(o.store, sync.ClientOver(server.Client(), server.URL), opt)
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() { defer close(ended); o.engine.Run(ctx) }()
		defer func() { cancel(); <-ended }()
	}
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		sit, _, _ := storetest.Visit(b, from.ses, n)
		start := time.Now()
		for {
			if _, err := to.ses.Person(context.Background(), sit.Person); err == nil {
				break
			}
			select {
			case <-came:
			case <-time.After(30 * time.Second):
				b.Fatal("does not come")
			}
		}
		if n > 0 { // the first one waits for both to come online
			took = append(took, time.Since(start))
		}
	}
	if len(took) == 0 {
		return
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkVisits sends visits of a morning without a line from one window and
// reads them at another: reading, signing, packing, the district's intake, marks
// and receipt, page, storing and folding. It gives events per second of each way.
func BenchmarkVisits(b *testing.B) {
	const visits = 300
	var up, down time.Duration
	events := 0
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b)
		from, to := w.office(demo.Hall, 1, demo.Login), w.office(demo.Hall, 2, demo.Login)
		for n := range visits {
			_, _, done := storetest.Visit(b, from.ses, n)
			events += len(done.Events)
		}
		b.StartTimer()
		start := time.Now()
		from.settle(b)
		up += time.Since(start)
		start = time.Now()
		to.settle(b)
		down += time.Since(start)
	}
	b.ReportMetric(float64(events)/up.Seconds(), "up-events/s")
	b.ReportMetric(float64(events)/down.Seconds(), "down-events/s")
}
