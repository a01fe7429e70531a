package proxy_test

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"

	"ruhui/sync/synctest/proxy"
)

// echo answers each connection with what it sent, and gives its address.
func echo(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = io.Copy(c, c)
				_ = c.Close()
			}()
		}
	}()
	return l.Addr().String()
}

func said(t *testing.T, addr string, data []byte) ([]byte, error) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	go func() {
		_, _ = c.Write(data)
		_ = c.(*net.TCPConn).CloseWrite()
	}()
	return io.ReadAll(c)
}

func TestProxy_carries_everything_and_counts(t *testing.T) {
	p := proxy.Start(t, echo(t), proxy.Line{})
	data := bytes.Repeat([]byte("入会"), 50_000)
	got, err := said(t, p.Addr(), data)
	if err != nil || !bytes.Equal(got, data) {
		t.Fatalf("%d bytes of %d, %v", len(got), len(data), err)
	}
	if up, down := p.Bytes(); up != int64(len(data)) || down != up {
		t.Errorf("counted %d up, %d down, want %d", up, down, len(data))
	}
}

func TestProxy_is_as_slow_as_told(t *testing.T) {
	p := proxy.Start(t, echo(t), proxy.Line{Delay: 50 * time.Millisecond, PerSecond: 100_000})
	began := time.Now()
	if _, err := said(t, p.Addr(), make([]byte, 20_000)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < 300*time.Millisecond { // 0.2 s to carry, 0.1 s there and back
		t.Errorf("took %v", took)
	}
}

func TestProxy_cuts_and_mends(t *testing.T) {
	p := proxy.Start(t, echo(t), proxy.Line{})
	p.CutAfter(100_000)
	data := make([]byte, 1<<20)
	if got, err := said(t, p.Addr(), data); err == nil && len(got) == len(data) {
		t.Fatal("was not cut")
	}
	if got, _ := said(t, p.Addr(), data); len(got) != 0 {
		t.Fatal("was let through before it was mended")
	}
	p.Mend()
	if got, err := said(t, p.Addr(), data); err != nil || len(got) != len(data) {
		t.Fatalf("after mending: %d bytes, %v", len(got), err)
	}
}
