package district

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// asked is one exchange: who asks, and from where.
type asked struct {
	path     string
	terminal archive.Terminal // zero before the token
	address  string
}

// exchange answers one message. What it gives is a message, or a [plainFile].
type exchange func(ctx context.Context, who *asked, body []byte) (any, error)

// plainFile is an answer that goes out as it is; packed is a message that was
// written already.
type (
	plainFile []byte
	packed    []byte
)

// read makes an exchange of a function that takes the message.
func read[Q any](answer func(context.Context, *asked, *Q) (any, error)) exchange {
	return func(ctx context.Context, who *asked, body []byte) (any, error) {
		q := new(Q)
		if err := sync.Unmarshal(body, q); err != nil {
			return nil, err
		}
		return answer(ctx, who, q)
	}
}

// route is how one path is served.
type route struct {
	do    exchange
	token bool // only for a terminal that shows one
	heavy bool // takes memory and a transaction: not too many at once
	most  int64
}

const (
	smallBody = 64 << 10
	bigBody   = 2 << 20 // a batch may be larger than [sync.MaxBatch] by one act
)

func (d *District) routes() map[string]route {
	return map[string]route{
		sync.PathSetup:   {read(d.setup), false, false, smallBody},
		sync.PathCertify: {read(d.certify), false, false, smallBody},
		sync.PathNonce:   {read(d.nonce), false, false, smallBody},
		sync.PathToken:   {read(d.token), false, false, smallBody},
		sync.PathHello:   {read(d.hello), true, true, smallBody},
		sync.PathPush:    {read(d.push), true, true, bigBody},
		sync.PathLacks:   {read(d.lacks), true, true, bigBody},
		sync.PathPull:    {read(d.pull), true, true, smallBody},
		sync.PathNews:    {read(d.tell), true, false, smallBody},
		sync.PathHeads:   {read(d.agree), true, true, bigBody},
		sync.PathOffer:   {read(d.offer), true, true, bigBody},
		sync.PathFile:    {read(d.personFile), true, true, smallBody},
	}
}

// Terminals is what terminals speak to, over TLS as [District.TLS] says.
func (d *District) Terminals() http.Handler {
	mux := http.NewServeMux()
	for path, r := range d.routes() {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, req *http.Request) { d.serve(w, req, path, r) })
	}
	return mux
}

func (d *District) serve(w http.ResponseWriter, req *http.Request, path string, r route) {
	began := time.Now()
	who := &asked{path: path, address: addressOf(req)}
	answer, err := d.exchange(w, req, who, r)
	status, size := d.answer(w, req, who, answer, err)
	d.metrics.answered(path, status, size, began)
}

func (d *District) exchange(w http.ResponseWriter, req *http.Request, who *asked, r route) (any, error) {
	control := http.NewResponseController(w)
	// Only a server that has no connection under it cannot set deadlines: a test's.
	_ = control.SetReadDeadline(time.Now().Add(d.limits.Read))
	_ = control.SetWriteDeadline(time.Now().Add(d.limits.Read + d.limits.News + d.limits.Write))
	if !r.token {
		if wait := d.addresses.take(who.address); wait > 0 {
			return nil, tooMany(wait)
		}
	} else if err := d.admit(req, who); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, r.most))
	if err != nil {
		return nil, unreadable(err)
	}
	if r.heavy {
		if err := d.work.enter(req.Context()); err != nil {
			return nil, err
		}
		defer d.work.leave()
	}
	return r.do(req.Context(), who, body)
}

// admit finds out which terminal asks, and whether it asks too often.
func (d *District) admit(req *http.Request, who *asked) error {
	token, found := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
	if !found {
		if wait := d.addresses.take(who.address); wait > 0 {
			return tooMany(wait)
		}
		return &sync.Refusal{Code: sync.TokenOver}
	}
	terminal, err := d.bearer(req.Context(), token)
	if err != nil {
		return err
	}
	who.terminal = terminal
	if wait := d.terminals.take(terminal.ID.String()); wait > 0 {
		return tooMany(wait)
	}
	return nil
}

func tooMany(wait time.Duration) error {
	return &sync.Refusal{Code: sync.TooMany, Seconds: 1 + int(wait/time.Second)}
}

func unreadable(err error) error {
	if big := (*http.MaxBytesError)(nil); errors.As(err, &big) {
		return &sync.Refusal{Code: sync.TooBig, Detail: fmt.Sprintf("more than %d bytes", big.Limit)}
	}
	return &sync.Refusal{Code: sync.BadMessage, Detail: "cut off"}
}

// answer is the one place where an outcome becomes a status, a log line and a
// body.
func (d *District) answer(w http.ResponseWriter, req *http.Request, who *asked, answer any, err error) (status, size int) {
	status = http.StatusOK
	kind, body, err := written(answer, err)
	if err != nil {
		refusal := d.refusal(req.Context(), who, err)
		status = refusal.Code.Status()
		if refusal.Seconds > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(refusal.Seconds))
		}
		if body, err = sync.Marshal(refusal); err != nil {
			d.log.Error("cannot write a refusal", "path", who.path, "err", err)
		}
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // whoever asked has gone: they ask again
	return status, len(body)
}

func written(answer any, err error) (kind string, body []byte, _ error) {
	if err != nil {
		return sync.ContentType, nil, err
	}
	switch a := answer.(type) {
	case plainFile:
		return "application/octet-stream", a, nil
	case packed:
		return sync.ContentType, a, nil
	}
	body, err = sync.Marshal(answer)
	return sync.ContentType, body, err
}

// refusal tells what to say of an error, and logs what is not the terminal's own
// doing.
func (d *District) refusal(ctx context.Context, who *asked, err error) *sync.Refusal {
	refusal := (*sync.Refusal)(nil)
	if errors.As(err, &refusal) {
		d.log.LogAttrs(ctx, slog.LevelDebug, "refused an exchange", slog.String("path", who.path),
			slog.String("terminal", who.terminal.ID.String()), slog.String("code", string(refusal.Code)))
		return refusal
	}
	if ctx.Err() == nil {
		d.metrics.failures.Inc()
		d.log.LogAttrs(ctx, slog.LevelError, "cannot carry out an exchange", slog.String("path", who.path),
			slog.String("terminal", who.terminal.ID.String()), slog.Any("err", err))
	}
	return &sync.Refusal{Code: sync.TryAgain, Seconds: 1}
}

// addressOf is the connection's own: what a header says could be anything.
func addressOf(req *http.Request) string {
	host, _, err := net.SplitHostPort(req.RemoteAddr)
	if err != nil {
		return req.RemoteAddr
	}
	return host
}
