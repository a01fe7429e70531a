package district

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics are counts and times for Prometheus. No label names a terminal or a
// person.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	bytes    *prometheus.HistogramVec
	events   *prometheus.CounterVec
	batch    prometheus.Histogram
	failures prometheus.Counter
}

func newMetrics(d *District, r *prometheus.Registry) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ruhui_requests_total",
			Help: "Requests answered, by path and status."}, []string{"path", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "ruhui_request_seconds",
			Help: "Time to answer, by path; of news it is mostly waiting.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 17)},
			[]string{"path"}),
		bytes: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "ruhui_answer_bytes",
			Help: "Size of answers, by path.", Buckets: prometheus.ExponentialBuckets(256, 4, 8)}, []string{"path"}),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ruhui_events_total",
			Help: "Events taken in, new or known."}, []string{"which"}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "ruhui_batch_events",
			Help: "Events in a stretch.", Buckets: prometheus.ExponentialBuckets(1, 4, 8)}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{Name: "ruhui_failures_total",
			Help: "Exchanges the server could not carry out."}),
	}
	waiting := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "ruhui_waiting",
		Help: "Open requests for news."}, func() float64 { return float64(d.news.count()) })
	lag := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "ruhui_safe_lag_entries",
		Help: "Journal entries received and not yet in a second copy, when last looked; -1 when none is kept."},
		func() float64 { return float64(d.safe.lag.Load()) })
	r.MustRegister(m.requests, m.seconds, m.bytes, m.events, m.batch, m.failures, waiting, lag,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) took(all, fresh int) {
	m.batch.Observe(float64(all))
	m.events.WithLabelValues("new").Add(float64(fresh))
	m.events.WithLabelValues("known").Add(float64(all - fresh))
}

func (m *metrics) answered(path string, status, size int, began time.Time) {
	m.requests.WithLabelValues(path, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(path).Observe(time.Since(began).Seconds())
	m.bytes.WithLabelValues(path).Observe(float64(size))
}

func (n *news) count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.open
}
