package device

import "slices"

// A Fault is something that goes wrong at the simulated reader.
type Fault int

// The faults.
const (
	NoFault     Fault = iota
	Mute              // no answer
	HalfFrame         // half of a read reply, then silence
	Noise             // bytes before the preamble, a false preamble among them
	BadChecksum       // a read reply is damaged on the line
	ReadFails         // a read is refused with 41
	PulledEarly       // the card is gone between find and select: 81
	PulledLate        // the card is gone between select and read: 41
	StrangeMark       // a card has the type mark Z
	PrintOnly         // 30 01 is unknown to the module, 30 10 is not
)

// noise ends in a preamble with a length that is believed, so that the decoder
// must come back out of a false frame.
var noise = []byte{0x00, 0xFF, 0xAA, 0xAA, 0x96, 0x69, 0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x04}

// Fault sets what goes wrong from now on, until another is set.
func (s *Simulator) Fault(f Fault) { s.setFault(f, false) }

// FaultOnce sets what goes wrong at the next occasion, and no more after that.
func (s *Simulator) FaultOnce(f Fault) { s.setFault(f, true) }

func (s *Simulator) setFault(f Fault, once bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault, s.once = f, once
}

// strikes reports whether f goes wrong now.
func (s *Simulator) strikes(f Fault) bool {
	if s.fault != f {
		return false
	}
	if s.once {
		s.fault = NoFault
	}
	return true
}

// spoil damages a reply on its way out. The module does not notice.
func (s *Simulator) spoil(c Command, reply []byte) []byte {
	reading := c == CmdRead || c == CmdReadPrint
	switch {
	case s.strikes(Mute):
		return nil
	case s.strikes(Noise):
		return append(slices.Clone(noise), reply...)
	case reading && s.strikes(HalfFrame):
		return reply[:len(reply)/2]
	case reading && s.strikes(BadChecksum):
		reply[len(reply)-1] ^= 0xFF
	}
	return reply
}
