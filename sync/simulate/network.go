package simulate

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
)

// errLine is what a terminal sees of a line that failed.
var errLine = errors.New("line is down")

// weather says how bad the network is: chances of 100.
type weather struct {
	lost      int // the request never arrives
	unanswer  int // it arrives, its answer is lost
	cut       int // the answer ends in the middle
	twice     int // the request arrives twice
	late      int // a copy arrives once more, some exchanges later
	scrambled int // a byte of the answer differs
	portal    int // somebody else answers
}

var (
	fair   = weather{}
	stormy = weather{lost: 8, unanswer: 8, cut: 6, twice: 5, late: 5, scrambled: 2, portal: 2}
)

// line joins one terminal to the district's processes. It is the RoundTripper
// of the terminal's client.
type line struct {
	world   *World
	weather weather
	stale   []*http.Request // to arrive again
}

const most = 64 // stale requests kept

// RoundTrip carries one request, or does not.
func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	rng := l.world.rng
	l.world.log.Info("asks", "path", r.URL.Path, "bytes", len(body))
	if hit(rng, l.weather.late) && len(l.stale) < most {
		l.stale = append(l.stale, copied(r, body))
	}
	if len(l.stale) > 0 && hit(rng, 20) {
		i := rng.IntN(len(l.stale))
		_, _ = l.world.serve(l.stale[i]) // nobody waits for this answer any more
		l.stale = append(l.stale[:i], l.stale[i+1:]...)
	}
	switch {
	case hit(rng, l.weather.lost):
		return nil, errLine
	case hit(rng, l.weather.portal):
		return portal(r), nil
	case hit(rng, l.weather.twice):
		if _, err := l.world.serve(copied(r, body)); err != nil {
			return nil, err
		}
	}
	answer, err := l.world.serve(copied(r, body))
	if err != nil {
		return nil, err
	}
	switch {
	case hit(rng, l.weather.unanswer):
		return nil, errLine
	case hit(rng, l.weather.cut):
		answer.body = answer.body[:rng.IntN(len(answer.body)+1)]
		return answer.response(r, errLine), nil
	case hit(rng, l.weather.scrambled) && len(answer.body) > 0:
		answer.body[rng.IntN(len(answer.body))] ^= 1 << rng.IntN(8)
	}
	return answer.response(r, io.EOF), nil
}

func hit(rng *rand.Rand, chance int) bool { return chance > 0 && rng.IntN(100) < chance }

func copied(r *http.Request, body []byte) *http.Request {
	c := r.Clone(r.Context())
	c.Body = io.NopCloser(bytes.NewReader(body))
	c.GetBody = nil
	c.RemoteAddr = "192.0.2.1:40000" // a handler sees the other side's address
	c.RequestURI = r.URL.RequestURI()
	return c
}

// answer is what a handler said.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// call lets a handler answer.
func call(h http.Handler, r *http.Request) *answer {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return &answer{w.Code, w.Header(), w.Body.Bytes()}
}

// response gives the answer as the client reads it; ending is what comes behind
// the last byte.
func (a *answer) response(r *http.Request, ending error) *http.Response {
	return &http.Response{Status: http.StatusText(a.status), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header, Body: io.NopCloser(&ended{bytes.NewReader(a.body), ending}), ContentLength: -1, Request: r}
}

type ended struct {
	of     *bytes.Reader
	ending error
}

func (e *ended) Read(p []byte) (int, error) {
	n, err := e.of.Read(p)
	if err == io.EOF {
		return n, e.ending
	}
	return n, err
}

// portal is a page of somebody who sits on the line.
func portal(r *http.Request) *http.Response {
	a := &answer{http.StatusOK, http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		[]byte("<!doctype html><title>上网认证</title><p>请先登录后上网")}
	return a.response(r, io.EOF)
}
