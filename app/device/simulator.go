package device

import (
	"fmt"
	"sync"
	"time"
)

// A Simulator is a card reader made of software. It answers byte for byte as a
// module does and has seven cards to lay on it. It is reached through
// [Simulator.Open], or through any line with [Simulator.Serve]. Safe for use by
// several goroutines.
type Simulator struct {
	mu    sync.Mutex
	cards []demoCard
	sam   SAMID
	baud  int
	slow  bool // take as long as a real one
	fault Fault
	once  bool // fault strikes once
	away  bool // unplugged

	laid                int // number of the card, 0: none
	found, chosen, done bool
	lines               map[*line]bool
}

// NewSimulator returns a simulator at 115200 baud with no card laid. It answers at
// once.
func NewSimulator() *Simulator {
	return &Simulator{
		cards: demoCards,
		sam:   SAMID{Maker: 5, Kind: 3, Date: 20250101, Serial: 1234, Mark: 987654321},
		baud:  DefaultBaud,
		lines: map[*line]bool{},
	}
}

// Simulated returns a reader on a simulator that takes as long as a real one, for
// demonstrations.
func Simulated() (*Reader, *Simulator) {
	s := NewSimulator()
	s.slow = true
	return NewReader(s.Open), s
}

// Cards lists the cards that can be laid.
func (s *Simulator) Cards() []DemoCard {
	list := make([]DemoCard, len(s.cards))
	for i, c := range s.cards {
		list[i] = DemoCard{Number: i + 1, Label: c.label}
	}
	return list
}

// Lay lays card n of [Simulator.Cards] on the reader; another card is lifted
// first. The card that lies there already is not laid again by it: lift it first.
func (s *Simulator) Lay(n int) error {
	if n < 1 || n > len(s.cards) {
		return fmt.Errorf("lay card %d: there are %d", n, len(s.cards))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.laid != n {
		s.lift()
		s.laid = n
	}
	return nil
}

// Lift takes the card away.
func (s *Simulator) Lift() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lift()
}

func (s *Simulator) lift() { s.laid, s.found, s.chosen, s.done = 0, false, false, false }

// SetBaud sets the rate the module speaks; at any other rate it hears nothing.
func (s *Simulator) SetBaud(baud int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.baud = baud
}

// answer is the module's reply to a whole request, and how long it works on it.
// A nil reply is silence. spoil comes last, as the line does.
func (s *Simulator) answer(body []byte) (reply []byte, takes time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := Command{body[0], body[1]} // the decoder lets nothing shorter through
	reply = s.spoil(c, s.reply(c))
	if s.slow {
		takes = pace[c]
	}
	return reply, takes
}

// pace is how long a common reader takes for the slow commands.
var pace = map[Command]time.Duration{
	CmdFind:          20 * time.Millisecond,
	CmdSelect:        60 * time.Millisecond,
	CmdRead:          1200 * time.Millisecond,
	CmdLatestAddress: 150 * time.Millisecond,
}

func (s *Simulator) reply(c Command) []byte {
	switch c {
	case CmdReset, CmdStatus, CmdMaxRadio,
		CmdBaud115200, CmdBaud57600, CmdBaud38400, CmdBaud19200, CmdBaud9600:
		// The rate is accepted but not changed: no program of ours sends it.
		return EncodeReply(0, 0, CodeOK)
	case CmdSAMID:
		return EncodeReply(0, 0, CodeOK, s.sam.Bytes()...)
	case CmdFind:
		return s.find()
	case CmdSelect:
		return s.choose()
	case CmdRead, CmdReadPrint:
		return s.read(c)
	case CmdLatestAddress:
		return s.latest()
	}
	return EncodeReply(0, 0, CodeCommand)
}

// find answers "no card" also for the card that was read already.
func (s *Simulator) find() []byte {
	s.found, s.chosen = s.laid != 0 && !s.done, false
	if !s.found {
		return EncodeReply(0, 0, CodeNoCard)
	}
	return EncodeReply(0, 0, CodeFound, make([]byte, 4)...)
}

func (s *Simulator) choose() []byte {
	if s.strikes(PulledEarly) {
		s.lift()
	}
	s.chosen = s.found
	if !s.chosen {
		return EncodeReply(0, 0, CodeSelectFailed)
	}
	return EncodeReply(0, 0, CodeOK, make([]byte, 8)...)
}

func (s *Simulator) read(c Command) []byte {
	if c == CmdRead && s.strikes(PrintOnly) {
		return EncodeReply(0, 0, CodeCommand)
	}
	if s.strikes(PulledLate) {
		s.lift()
	}
	if s.strikes(ReadFails) || !s.chosen {
		return EncodeReply(0, 0, CodeReadFailed)
	}
	s.done = true // even if the reply is lost on the line: it stays chosen and can be read again
	return EncodeReply(0, 0, CodeOK, s.content(c)...)
}

// content is the data of a read reply: lengths, text, an empty picture, and for
// 30 10 no fingerprints.
func (s *Simulator) content(c Command) []byte {
	sizes := []byte{textSize >> 8, 0, photoSize >> 8, 0}
	if c == CmdReadPrint {
		sizes = append(sizes, 0, 0)
	}
	b := append(sizes, s.cards[s.laid-1].text...)
	if s.strikes(StrangeMark) {
		b[len(sizes)+markAt] = 'Z'
	}
	return append(b, make([]byte, photoSize)...)
}

// latest is only answered for a card that was chosen.
func (s *Simulator) latest() []byte {
	if !s.chosen || s.cards[s.laid-1].latest == "" {
		return EncodeReply(0, 0, CodeNoContent)
	}
	return EncodeReply(0, 0, CodeOK, cardText(part{0, addressSize, s.cards[s.laid-1].latest})[:addressSize]...)
}
