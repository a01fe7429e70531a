package device

import "fmt"

// A Command is the command byte and the parameter byte of a request to the
// reader's security module (SAM), as in GA 450.
type Command [2]byte

// The module's commands. Those that set baud rate or radio frame size are here
// because a module may meet them; the reader never sends them, since a changed
// module would be lost to every other program on the desk.
var (
	CmdReset         = Command{0x10, 0xFF}
	CmdStatus        = Command{0x11, 0xFF}
	CmdSAMID         = Command{0x12, 0xFF}
	CmdFind          = Command{0x20, 0x01}
	CmdSelect        = Command{0x20, 0x02}
	CmdRead          = Command{0x30, 0x01} // text and photo
	CmdReadPrint     = Command{0x30, 0x10} // text, photo and fingerprints
	CmdLatestAddress = Command{0x30, 0x03}
	CmdBaud115200    = Command{0x60, 0x00}
	CmdBaud57600     = Command{0x60, 0x01}
	CmdBaud38400     = Command{0x60, 0x02}
	CmdBaud19200     = Command{0x60, 0x03}
	CmdBaud9600      = Command{0x60, 0x04}
	CmdMaxRadio      = Command{0x61, 0xFF} // one data byte: bytes per radio frame
)

// EncodeRequest returns the whole frame of a command with its data (mostly none).
// The body must not be longer than 4095 bytes.
func EncodeRequest(c Command, data ...byte) []byte {
	return encode(append([]byte{c[0], c[1]}, data...))
}

// EncodeReply returns the whole frame of a reply: SW1 and SW2 (the card's own
// status, mostly zero), the module's code and its data. The simulator answers
// with it.
func EncodeReply(sw1, sw2 byte, code Code, data ...byte) []byte {
	return encode(append([]byte{sw1, sw2, byte(code)}, data...))
}

// A Code is SW3 of a reply: what the module says of its own work.
type Code byte

// The codes a module is known to send.
const (
	CodeOK            Code = 0x90
	CodeFound         Code = 0x9F
	CodeChecksum      Code = 0x10 // our request arrived damaged
	CodeLength        Code = 0x11
	CodeCommand       Code = 0x21
	CodeUnknown       Code = 0x24
	CodeCardRefuses   Code = 0x31 // the card does not accept the reader
	CodeReaderRefuses Code = 0x32 // the reader does not accept the card
	CodeVerify        Code = 0x33
	CodeCardKind      Code = 0x40
	CodeReadFailed    Code = 0x41
	CodeRandom        Code = 0x47
	CodeSelfTest      Code = 0x60
	CodeNotAuthorised Code = 0x66
	CodeNoCard        Code = 0x80
	CodeSelectFailed  Code = 0x81
	CodeNoContent     Code = 0x91
)

var codeText = map[Code]string{
	CodeOK: "ok", CodeFound: "card found", CodeChecksum: "bad checksum",
	CodeLength: "bad length", CodeCommand: "bad command", CodeUnknown: "unknown error",
	CodeCardRefuses: "card refuses reader", CodeReaderRefuses: "reader refuses card",
	CodeVerify: "verification failed", CodeCardKind: "wrong kind of card",
	CodeReadFailed: "read failed", CodeRandom: "no random number",
	CodeSelfTest: "self-test failed", CodeNotAuthorised: "not authorised",
	CodeNoCard: "no card", CodeSelectFailed: "select failed", CodeNoContent: "no such content",
}

// String names the code in English, for logs.
func (c Code) String() string {
	if s, ok := codeText[c]; ok {
		return s
	}
	return fmt.Sprintf("code %02X", byte(c))
}

// A CodeError is a reply in which the module refuses. SW1 and SW2 are the card's
// own status; none of it is personal.
type CodeError struct {
	Command  Command
	SW1, SW2 byte
	Code     Code
}

func (e *CodeError) Error() string {
	return fmt.Sprintf("command %02X %02X: %s (%02X %02X %02X)",
		e.Command[0], e.Command[1], e.Code, e.SW1, e.SW2, byte(e.Code))
}

// data returns the data of a reply to c when its code is want, and a [CodeError]
// otherwise.
func data(c Command, body []byte, want Code) ([]byte, error) {
	if got := Code(body[2]); got != want {
		return nil, &CodeError{Command: c, SW1: body[0], SW2: body[1], Code: got}
	}
	return body[statusBytes:], nil
}
