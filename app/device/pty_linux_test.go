package device

import (
	"fmt"
	"io"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// openPTY returns the master of a pseudo terminal and the name of its other end.
func openPTY(t testing.TB) (master *os.File, name string) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatalf("open pseudo terminal: %v", err)
	}
	t.Cleanup(func() { master.Close() })
	raw, err := master.SyscallConn() // not Fd, which would make Close wait for a Read
	if err != nil {
		t.Fatal(err)
	}
	var number int
	var ioErr error
	err = raw.Control(func(fd uintptr) {
		if ioErr = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); ioErr == nil {
			number, ioErr = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
	})
	if err != nil || ioErr != nil {
		t.Fatalf("unlock pseudo terminal: %v, %v", err, ioErr)
	}
	return master, fmt.Sprintf("/dev/pts/%d", number)
}

// serve lets the simulator answer at a pseudo terminal until the test ends. The
// other end stays open, for a master without one reads errors.
func serve(t testing.TB, s *Simulator) (master *os.File, name string) {
	t.Helper()
	master, name = openPTY(t)
	hold, err := os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatalf("open %s: %v", name, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(master) }()
	t.Cleanup(func() {
		master.Close()
		<-ended // it ends with whatever the closed terminal says
		hold.Close()
	})
	return master, name
}

// TestSerial goes through the serial library and the kernel's terminal, whose
// special characters (03, 04, 11, 13, 1A …) are all among the bytes of a card.
func TestSerial(t *testing.T) {
	s := NewSimulator()
	master, name := serve(t, s)
	r := NewReader(At(name, DefaultBaud))
	defer r.Close()
	want := wantCards(t)
	want[6].LatestAddress = "浙江省嘉兴市南湖区新丰镇样例路3号"
	for _, n := range []int{1, 6, 7} {
		lay(t, s, n)
		sameCard(t, nextCard(t, r), want[n-1])
	}
	master.Close()
	if _, got := next(t, r); got != ReaderOffline {
		t.Errorf("after the terminal went: %q, want %s", got, ReaderOffline)
	}
}

func TestSerial_brings_every_byte(t *testing.T) {
	master, name := openPTY(t)
	p, err := openSerial(name, DefaultBaud)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	if _, err := master.Write(all); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 0, 256)
	for len(got) < 256 {
		n, err := p.Read(got[len(got):256])
		if n == 0 || err != nil {
			t.Fatalf("read %d bytes, then %v", len(got), err)
		}
		got = got[:len(got)+n]
	}
	if string(got) != string(all) {
		t.Errorf("got % X", got)
	}
	if n, err := p.Read(make([]byte, 1)); n != 0 || err != nil {
		t.Errorf("read of a quiet line: %d, %v, want 0, nil after a while", n, err)
	}
	if _, err := p.Write(all); err != nil {
		t.Fatal(err)
	}
	back := make([]byte, 256)
	if _, err := io.ReadFull(master, back); err != nil || string(back) != string(all) {
		t.Errorf("wrote % X, %v", back, err)
	}
}

func TestSerial_detect_finds_the_reader_behind_a_real_port(t *testing.T) {
	s := NewSimulator()
	_, name := serve(t, s)
	found, _, err := ports{open: openSerial}.detect(t.Context(), []string{"/dev/no-such-port", name})
	if want := (Found{name, DefaultBaud, s.sam}); found != want || err != nil {
		t.Errorf("got %+v, %v, want %+v", found, err, want)
	}
}

func TestAt_says_which_port_does_not_open(t *testing.T) {
	r := NewReader(At("/dev/no-such-port", DefaultBaud))
	_, err := r.Next(t.Context())
	if key(err) != ReaderOffline {
		t.Fatalf("got %v, want %s", err, ReaderOffline)
	}
	if got, want := err.Error(), "ReaderOffline: open port /dev/no-such-port: no such file or directory"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
