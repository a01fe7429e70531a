package district

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// readyWithin is how long the archive may take to say that it is ready.
const readyWithin = 2 * time.Second

// Operations serves /healthz (the process lives), /readyz (it can write) and
// /metrics. It is for the machine's own network: nothing personal is in it, but
// nobody else needs it.
func (d *District) Operations() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok\n") })
	mux.HandleFunc("GET /readyz", d.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(d.registry, promhttp.HandlerOpts{}))
	return mux
}

func (d *District) ready(w http.ResponseWriter, req *http.Request) {
	select {
	case <-d.closing:
		plain(w, http.StatusServiceUnavailable, "stopping\n")
		return
	default:
	}
	ctx, cancel := context.WithTimeout(req.Context(), readyWithin)
	defer cancel()
	if err := d.archive.Ready(ctx); err != nil {
		d.log.Warn("not ready", "err", err)
		plain(w, http.StatusServiceUnavailable, "archive\n")
		return
	}
	plain(w, http.StatusOK, "ready\n")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // whoever asked has gone
}
