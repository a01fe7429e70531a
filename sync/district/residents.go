package district

import (
	"context"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
	"ruhui/sync/district/page"
)

// Residents serves the pages slips lead to: GET /s/{token}. It may stand behind
// the office's proxy, see [Options.Proxies].
func (d *District) Residents() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /s/{token}", d.servePage)
	return mux
}

func (d *District) servePage(w http.ResponseWriter, req *http.Request) {
	began := time.Now()
	_ = http.NewResponseController(w).SetWriteDeadline(began.Add(d.limits.Write)) // a test's writer has none
	status, body := http.StatusOK, []byte(nil)
	var err error
	if wait := d.residents.take(d.clientOf(req)); wait > 0 {
		status = http.StatusTooManyRequests
		w.Header().Set("Retry-After", strconv.Itoa(1+int(wait/time.Second)))
	} else if body, err = d.slipPage(req.Context(), req.PathValue("token")); err != nil {
		status = http.StatusServiceUnavailable
		if req.Context().Err() == nil {
			d.metrics.failures.Inc()
			d.log.Error("cannot write a resident's page", "err", err) // without the token: it opens the page
		}
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_, _ = w.Write(body) // whoever asked has gone
	d.metrics.answered("/s/", status, len(body), began)
}

// slipPage gives the page of a token. One that nobody knows may be on a slip whose
// terminal has no line yet: it is told so, like any other.
func (d *District) slipPage(ctx context.Context, token string) ([]byte, error) {
	s := page.Slip{Telephone: d.secrets.Residents.Telephone, Complaint: d.secrets.Residents.Complaint}
	if len(token) != tokenLength {
		return s.Render()
	}
	err := d.archive.Read(ctx, func(tx archive.Tx) error {
		s.Matters = nil
		o, err := d.organisationIn(tx)
		if err != nil {
			return err
		}
		row, found, err := tx.Slip(slipHash(token))
		if err != nil || !found {
			return err
		}
		events, err := d.groupAt(tx, row)
		if err != nil {
			return err
		}
		for _, p := range record.FoldPersons(events) {
			s.Matters = append(s.Matters, page.MattersOf(&p, token, o.calendar)...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Render()
}

// clientOf is the address that asks: the connection's, or what a proxy we trust
// says of it. Only the last part of the header was written by that proxy.
func (d *District) clientOf(req *http.Request) string {
	direct := addressOf(req)
	at, err := netip.ParseAddr(direct)
	if err != nil {
		return direct
	}
	for _, trusted := range d.proxies {
		if !trusted.Contains(at.Unmap()) {
			continue
		}
		parts := strings.Split(req.Header.Get("X-Forwarded-For"), ",")
		if said, err := netip.ParseAddr(strings.TrimSpace(parts[len(parts)-1])); err == nil {
			return said.String()
		}
	}
	return direct
}
