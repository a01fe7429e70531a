package device

import (
	"bytes"
	"io"
	"testing"
)

// wire is a line whose far end is the simulator: what it hears and what it says.
type wire struct {
	io.Reader
	bytes.Buffer
}

func (w *wire) Read(p []byte) (int, error) { return w.Reader.Read(p) }

// say sends bytes to a simulator and returns all it answers.
func say(t testing.TB, s *Simulator, b []byte) []byte {
	t.Helper()
	w := &wire{Reader: bytes.NewReader(b)}
	if err := s.Serve(w); err != nil {
		t.Fatalf("serve: %v", err)
	}
	return w.Bytes()
}

func TestSimulator_answers_as_the_protocol_says(t *testing.T) {
	ok := "AAAAAA9669 0004 000090 94"
	none := "AAAAAA9669 0004 000080 84"
	tests := []struct {
		name, request, want string
	}{
		{"reset", "AAAAAA9669 0003 10FF EC", ok},
		{"status", "AAAAAA9669 0003 11FF ED", ok},
		{"sam id", "AAAAAA9669 0003 12FF EE", "AAAAAA9669 0014 000090 05000300F5FD3401D2040000B168DE3A 54"},
		{"max radio bytes", "AAAAAA9669 0004 61FF50 CA", ok},
		{"find without card", "AAAAAA9669 0003 2001 22", none},
		{"select without card", "AAAAAA9669 0003 2002 21", "AAAAAA9669 0004 000081 85"},
		{"read without card", "AAAAAA9669 0003 3001 32", "AAAAAA9669 0004 000041 45"},
		{"latest address without card", "AAAAAA9669 0003 3003 30", "AAAAAA9669 0004 000091 95"},
		{"damaged request", "AAAAAA9669 0003 2001 23", "AAAAAA9669 0004 000010 14"},
		{"unknown command", "AAAAAA9669 0003 4001 42", "AAAAAA9669 0004 000021 25"},
		{"two requests at once", "AAAAAA9669 0003 2001 22 AAAAAA9669 0003 11FF ED", none + ok},
		{"noise", "00112233AAAAAA", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := say(t, NewSimulator(), unhex(t, tt.request)); !bytes.Equal(got, unhex(t, tt.want)) {
				t.Errorf("got % X, want %s", got, tt.want)
			}
		})
	}
}

func TestSimulator_finds_selects_and_then_knows_the_card_as_read(t *testing.T) {
	s := NewSimulator()
	lay(t, s, 1)
	found := unhex(t, "AAAAAA9669 0008 00009F 00000000 97")
	for _, step := range []struct {
		c    Command
		want []byte
	}{
		{CmdFind, found},
		{CmdSelect, unhex(t, "AAAAAA9669 000C 000090 0000000000000000 9C")},
		{CmdFind, found}, // not read yet
	} {
		if got := say(t, s, EncodeRequest(step.c)); !bytes.Equal(got, step.want) {
			t.Errorf("%X: got % X, want % X", step.c, got, step.want)
		}
	}
	say(t, s, EncodeRequest(CmdSelect))
	if got := say(t, s, EncodeRequest(CmdReadPrint)); len(got) != 1297 {
		t.Errorf("read with fingerprint: %d bytes, want 1297", len(got))
	}
	none := unhex(t, "AAAAAA9669 0004 000080 84")
	if got := say(t, s, EncodeRequest(CmdFind)); !bytes.Equal(got, none) {
		t.Errorf("find after read: % X, want % X", got, none)
	}
	s.Lift()
	lay(t, s, 1)
	if got := say(t, s, EncodeRequest(CmdFind)); !bytes.Equal(got, found) {
		t.Errorf("find after laying again: % X, want % X", got, found)
	}
}

func TestSimulator_cards(t *testing.T) {
	s := NewSimulator()
	cards := s.Cards()
	if len(cards) != 7 {
		t.Fatalf("got %d cards, want 7", len(cards))
	}
	for i, c := range cards {
		if c.Number != i+1 || c.Label == "" {
			t.Errorf("card %d is %+v", i+1, c)
		}
		read, err := ParseText(s.cards[i].text)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{read.Name, read.Number, read.Address} {
			if secret != "" && bytes.Contains([]byte(c.Label), []byte(secret)) {
				t.Errorf("the label of card %d shows a field of the card", c.Number)
			}
		}
	}
	for _, n := range []int{0, 8, -1} {
		if err := s.Lay(n); err == nil {
			t.Errorf("card %d was laid", n)
		}
	}
}

// FuzzSimulator checks that no stream of bytes breaks the far end, and that all it
// says is whole frames.
func FuzzSimulator(f *testing.F) {
	f.Add(EncodeRequest(CmdStatus))
	f.Add(append(EncodeRequest(CmdFind), EncodeRequest(CmdSelect)...))
	f.Add(EncodeRequest(CmdMaxRadio, 0x50))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := NewSimulator()
		lay(t, s, 7)
		said := say(t, s, b)
		bodies, _ := decode(t, bytes.NewReader(said))
		total := 0
		for _, body := range bodies {
			total += headSize + len(body) + 1
		}
		if total != len(said) {
			t.Errorf("said %d bytes, %d of them in frames", len(said), total)
		}
	})
}
