package device

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatalf("test has bad hex %q: %v", s, err)
	}
	return b
}

func TestEncodeRequest(t *testing.T) {
	tests := []struct {
		name string
		got  []byte
		want string
	}{
		{"reset", EncodeRequest(CmdReset), "AAAAAA9669 0003 10FF EC"},
		{"status", EncodeRequest(CmdStatus), "AAAAAA9669 0003 11FF ED"},
		{"sam id", EncodeRequest(CmdSAMID), "AAAAAA9669 0003 12FF EE"},
		{"find", EncodeRequest(CmdFind), "AAAAAA9669 0003 2001 22"},
		{"select", EncodeRequest(CmdSelect), "AAAAAA9669 0003 2002 21"},
		{"read", EncodeRequest(CmdRead), "AAAAAA9669 0003 3001 32"},
		{"read with fingerprint", EncodeRequest(CmdReadPrint), "AAAAAA9669 0003 3010 23"},
		{"latest address", EncodeRequest(CmdLatestAddress), "AAAAAA9669 0003 3003 30"},
		{"baud 115200", EncodeRequest(CmdBaud115200), "AAAAAA9669 0003 6000 63"},
		{"baud 57600", EncodeRequest(CmdBaud57600), "AAAAAA9669 0003 6001 62"},
		{"baud 38400", EncodeRequest(CmdBaud38400), "AAAAAA9669 0003 6002 61"},
		{"baud 19200", EncodeRequest(CmdBaud19200), "AAAAAA9669 0003 6003 60"},
		{"baud 9600", EncodeRequest(CmdBaud9600), "AAAAAA9669 0003 6004 67"},
		{"max radio bytes", EncodeRequest(CmdMaxRadio, 0x50), "AAAAAA9669 0004 61FF50 CA"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if want := unhex(t, tt.want); !bytes.Equal(tt.got, want) {
				t.Errorf("got % X, want % X", tt.got, want)
			}
		})
	}
}

// replies are the frames of the protocol's description, with what they say.
var replies = []struct {
	name  string
	frame string
	code  Code
	data  string
}{
	{"ok", "AAAAAA9669 0004 000090 94", CodeOK, ""},
	{"found", "AAAAAA9669 0008 00009F 00000000 97", CodeFound, "00000000"},
	{"selected", "AAAAAA9669 000C 000090 0000000000000000 9C", CodeOK, "0000000000000000"},
	{"sam id", "AAAAAA9669 0014 000090 05000300F5FD3401D2040000B168DE3A 54", CodeOK, "05000300F5FD3401D2040000B168DE3A"},
	{"no card", "AAAAAA9669 0004 000080 84", CodeNoCard, ""},
	{"select failed", "AAAAAA9669 0004 000081 85", CodeSelectFailed, ""},
	{"read failed", "AAAAAA9669 0004 000041 45", CodeReadFailed, ""},
	{"no latest address", "AAAAAA9669 0004 000091 95", CodeNoContent, ""},
	{"bad checksum", "AAAAAA9669 0004 000010 14", CodeChecksum, ""},
	{"bad length", "AAAAAA9669 0004 000011 15", CodeLength, ""},
	{"bad command", "AAAAAA9669 0004 000021 25", CodeCommand, ""},
}

func TestReplies(t *testing.T) {
	for _, tt := range replies {
		t.Run(tt.name, func(t *testing.T) {
			frame, want := unhex(t, tt.frame), unhex(t, tt.data)
			if got := EncodeReply(0, 0, tt.code, want...); !bytes.Equal(got, frame) {
				t.Errorf("encoded % X, want % X", got, frame)
			}
			bodies, last := decode(t, bytes.NewReader(frame))
			if len(bodies) != 1 || !errors.Is(last, ErrIncomplete) {
				t.Fatalf("got %d bodies, then %v", len(bodies), last)
			}
			got, err := data(CmdFind, bodies[0], tt.code)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("data = % X, %v, want % X", got, err, want)
			}
		})
	}
}

func TestData_refused_names_command_and_code(t *testing.T) {
	_, err := data(CmdRead, []byte{0x6A, 0x82, 0x41}, CodeOK)
	var e *CodeError
	if !errors.As(err, &e) || *e != (CodeError{CmdRead, 0x6A, 0x82, CodeReadFailed}) {
		t.Fatalf("got %#v", err)
	}
	if got, want := err.Error(), "command 30 01: read failed (6A 82 41)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Code(0x77).String(), "code 77"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// decode returns all bodies in r and the last answer of Next; a damaged frame is
// a nil body.
func decode(t testing.TB, r io.Reader) (bodies [][]byte, last error) {
	t.Helper()
	d := NewReplyDecoder()
	for {
		if _, err := d.Fill(r); errors.Is(err, io.EOF) {
			return bodies, last
		} else if err != nil {
			t.Fatalf("fill: %v", err)
		}
		for {
			body, err := d.Next()
			last = err
			if errors.Is(err, ErrIncomplete) {
				break
			}
			bodies = append(bodies, bytes.Clone(body))
		}
	}
}

func TestDecoder(t *testing.T) {
	const ok = "AAAAAA9669 0004 000090 94"
	tests := []struct {
		name   string
		stream string
		want   []string // "" is a damaged frame
	}{
		{"two frames in one read", ok + "AAAAAA9669 0004 000080 84", []string{"000090", "000080"}},
		{"noise before", "00FF31" + ok, []string{"000090"}},
		{"more AA than needed", "AAAAAAAA" + ok, []string{"000090"}},
		{"half a preamble before", "AAAAAA96" + ok, []string{"000090"}},
		{"preamble twice, the first without length", "AAAAAA9669" + ok, []string{"000090"}},
		{"length of three", "AAAAAA9669 0003 000090" + ok, []string{"000090"}},
		{"length over 4096", "AAAAAA9669 1001" + ok, []string{"000090"}},
		{"a false frame swallows the front of a real one", "AAAAAA9669 0008 01" + ok, []string{"000090"}},
		{"damaged", "AAAAAA9669 0004 000090 95", []string{""}},
		{"damaged, then good", "AAAAAA9669 0004 000090 95" + ok, []string{"000090"}},
		{"cut", "AAAAAA9669 0004 0000", nil},
		{"nothing but noise", strings.Repeat("AA96", 9000), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bodies, _ := decode(t, bytes.NewReader(unhex(t, tt.stream)))
			if len(bodies) != len(tt.want) {
				t.Fatalf("got %d bodies, want %d", len(bodies), len(tt.want))
			}
			for i, want := range tt.want {
				if !bytes.Equal(bodies[i], unhex(t, want)) {
					t.Errorf("body %d is % X, want %s", i, bodies[i], want)
				}
			}
		})
	}
}

func TestDecoder_takes_the_longest_frame_byte_by_byte(t *testing.T) {
	frame := EncodeReply(0, 0, CodeOK, bytes.Repeat([]byte{0xAA}, maxLength-minReply)...)
	bodies, _ := decode(t, iotest.OneByteReader(bytes.NewReader(append(frame, frame...))))
	if len(bodies) != 2 || len(bodies[1]) != maxLength-1 {
		t.Fatalf("got %d bodies", len(bodies))
	}
}

func TestDecoder_full_buffer_is_an_error_not_a_loop(t *testing.T) {
	d := NewReplyDecoder()
	r := bytes.NewReader(make([]byte, 3*maxFrame))
	if n, err := d.Fill(r); n != 2*maxFrame || err != nil {
		t.Fatalf("first fill: %d, %v", n, err)
	}
	if _, err := d.Fill(r); !errors.Is(err, io.ErrShortBuffer) {
		t.Errorf("second fill: %v, want %v", err, io.ErrShortBuffer)
	}
}

func TestDecoder_wipe_leaves_nothing(t *testing.T) {
	d := NewReplyDecoder()
	if _, err := d.Fill(bytes.NewReader(EncodeReply(0, 0, CodeOK, demoCards[0].text...))); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Next(); err != nil {
		t.Fatal(err)
	}
	d.Wipe()
	if d.buf != [2 * maxFrame]byte{} {
		t.Error("the buffer still holds bytes of the card")
	}
	if _, err := d.Next(); !errors.Is(err, ErrIncomplete) {
		t.Errorf("after wipe: %v, want %v", err, ErrIncomplete)
	}
}

// FuzzDecoder checks that the frames found do not depend on how the stream was
// cut, that each is really in the stream, and that a frame after quiet is found.
func FuzzDecoder(f *testing.F) {
	for _, r := range replies {
		f.Add(unhex(f, r.frame), uint8(1))
	}
	f.Add(noise, uint8(3))
	f.Add(append(bytes.Clone(noise), EncodeReply(0, 0, CodeOK, 1, 2, 3)...), uint8(7))
	f.Fuzz(func(t *testing.T, stream []byte, step uint8) {
		whole := goodBodies(t, bytes.NewReader(stream))
		cut := goodBodies(t, &stepReader{bytes.NewReader(stream), int(step)%64 + 1})
		if len(whole) != len(cut) {
			t.Fatalf("whole: %d frames, cut: %d", len(whole), len(cut))
		}
		for i, body := range whole {
			if !bytes.Equal(body, cut[i]) {
				t.Fatalf("frame %d differs", i)
			}
			if !bytes.Contains(stream, encode(body)) {
				t.Fatalf("frame %d is not in the stream", i)
			}
		}
		quiet := append(stream[:len(stream):len(stream)], make([]byte, maxFrame)...)
		after := goodBodies(t, bytes.NewReader(append(quiet, EncodeReply(0, 0, CodeOK)...)))
		if len(after) == 0 || !bytes.Equal(after[len(after)-1], []byte{0, 0, 0x90}) {
			t.Fatal("the frame after quiet was not found")
		}
	})
}

func goodBodies(t testing.TB, r io.Reader) [][]byte {
	t.Helper()
	bodies, _ := decode(t, r)
	var good [][]byte
	for _, b := range bodies {
		if b != nil {
			good = append(good, b)
		}
	}
	return good
}

// stepReader reads a few bytes at a time.
type stepReader struct {
	r    io.Reader
	step int
}

func (s *stepReader) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), s.step)]) }
