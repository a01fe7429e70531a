package postgrestest

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Fault is what a proxy does to one request.
type Fault int

// The faults.
const (
	Refuse  Fault = iota // answers with an error, and the database rolls back
	Cut                  // cuts the connection before the request arrives
	Swallow              // lets the request be done, and cuts the connection before the answer
)

// Proxy stands between a program and a cluster and spoils one request: a
// statement, or a begin, commit or prepare. It understands as much of
// PostgreSQL's protocol as that needs.
type Proxy struct {
	folder string
	socket string // the cluster's

	mu    sync.Mutex
	left  int // requests until the fault; none below 0
	fault Fault
	code  string
	spent string // what the request was that was spoiled
}

// NewProxy starts a proxy, which ends with the test.
func NewProxy(t testing.TB, c *Cluster) *Proxy {
	t.Helper()
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		t.Fatal("make folder:", err)
	}
	p := &Proxy{folder: dir, socket: c.Socket(), left: -1}
	listener, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL."+port))
	if err != nil {
		t.Fatal("listen:", err)
	}
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return // closed
			}
			wait.Go(func() { p.serve(client) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		wait.Wait()
		_ = os.RemoveAll(dir) // the socket went with its listener
	})
	return p
}

// DSN leads to the cluster through the proxy.
func (p *Proxy) DSN(database string) string {
	return (&Cluster{folder: p.folder}).DSN(database)
}

// Spoil spoils the n-th request from now, counting from 0, of any connection.
// With Refuse, code is the error's SQLSTATE.
func (p *Proxy) Spoil(n int, fault Fault, code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left, p.fault, p.code, p.spent = n, fault, code, ""
}

// Spoiled says which request it was, "" when it has not come to it.
func (p *Proxy) Spoiled() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.spent
}

// strikes says whether this request is the one.
func (p *Proxy) strikes(what string) (Fault, string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left--
	if p.left != -1 {
		return 0, "", false
	}
	p.spent = what
	return p.fault, p.code, true
}

// link is one connection through the proxy. Requests and answers alternate:
// nobody sends the next before the answer to the last.
type link struct {
	proxy          *Proxy
	client, server net.Conn
	state          byte // of the transaction, as the server last said
}

func (p *Proxy) serve(client net.Conn) {
	defer func() { _ = client.Close() }() // cut, which may be meant
	server, err := net.Dial("unix", p.socket)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }() // likewise
	l := &link{proxy: p, client: client, server: server}
	if l.start() == nil {
		for l.exchange() == nil {
		}
	}
}

// start passes the greeting, which has no type, and its answer.
func (l *link) start() error {
	greeting, err := body(l.client, nil)
	if err != nil {
		return err
	}
	if _, err := l.server.Write(greeting); err != nil {
		return err
	}
	return l.answer(l.client)
}

// exchange passes one request and its answer.
func (l *link) exchange() error {
	request, what, err := request(l.client)
	if err != nil {
		return err
	}
	fault, code, strikes := l.proxy.strikes(what)
	switch {
	case strikes && fault == Cut:
		return io.ErrClosedPipe
	case strikes && fault == Swallow:
		if _, err := l.server.Write(request); err != nil {
			return err
		}
		return errors.Join(l.answer(io.Discard), io.ErrClosedPipe)
	case strikes && fault == Refuse:
		return l.refuse(what, code)
	}
	if _, err := l.server.Write(request); err != nil {
		return err
	}
	return l.answer(l.client)
}

// refuse answers as the database does when it aborts a transaction. A commit
// that is refused has rolled back.
func (l *link) refuse(what, code string) error {
	state := byte('I')
	switch {
	case what == "commit":
		if _, err := l.server.Write(message('Q', "rollback\x00")); err != nil {
			return err
		}
		if err := l.answer(io.Discard); err != nil {
			return err
		}
	case l.state == 'T':
		state = 'E'
	}
	answer := message('E', "SERROR\x00VERROR\x00C"+code+"\x00Mspoiled by the test\x00\x00")
	_, err := l.client.Write(append(answer, message('Z', string(state))...))
	return err
}

// answer passes what the server says until it is ready for the next request.
func (l *link) answer(to io.Writer) error {
	for {
		m, err := typed(l.server)
		if err != nil {
			return err
		}
		if _, err := to.Write(m); err != nil {
			return err
		}
		if m[0] == 'Z' {
			l.state = m[5]
			return nil
		}
	}
}

// request reads messages up to the one that asks for an answer, and says what it
// is about: the words of a simple query, or the types of the messages.
func request(from io.Reader) (all []byte, what string, err error) {
	for {
		m, err := typed(from)
		if err != nil {
			return nil, "", err
		}
		all = append(all, m...)
		switch m[0] {
		case 'Q':
			return all, strings.TrimRight(string(m[5:]), "\x00"), nil
		case 'S':
			return all, what, nil
		case 'X':
			return all, "", io.EOF
		}
		what += string(m[:1])
	}
}

// typed reads a message with its type.
func typed(from io.Reader) ([]byte, error) {
	kind := make([]byte, 1)
	if _, err := io.ReadFull(from, kind); err != nil {
		return nil, err
	}
	return body(from, kind)
}

// body reads a message behind its type.
func body(from io.Reader, before []byte) ([]byte, error) {
	size := make([]byte, 4)
	if _, err := io.ReadFull(from, size); err != nil {
		return nil, err
	}
	rest := make([]byte, int(binary.BigEndian.Uint32(size))-len(size))
	if _, err := io.ReadFull(from, rest); err != nil {
		return nil, err
	}
	return append(append(before, size...), rest...), nil
}

func message(kind byte, text string) []byte {
	m := append([]byte{kind}, binary.BigEndian.AppendUint32(nil, uint32(len(text)+4))...)
	return append(m, text...)
}
