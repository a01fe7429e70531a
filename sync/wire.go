package sync

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// A message is JSON lines under zstd, in two zstd frames or one, which any zstd
// program reads as one text. The first line is the message itself. Where it
// carries events, their place in it holds a [table]: columns for all that is
// short or random, in a frame of its own, so that text and random digits are each
// coded with the alphabet they use. The bodies follow, one a line, as the bytes they
// were written in: they are hashed.

// maxRows is how many events, marks or directory entries one message carries.
const maxRows = 1 << 16

// Marshal writes one of the messages of this package, or any other value that
// goes into one JSON line. It gives a [Refusal] with [TooBig] for what
// [Unmarshal] would not take: then the caller sends fewer entries.
func Marshal(m any) ([]byte, error) {
	form, bodies, err := formOf(m)
	if err != nil {
		return nil, fmt.Errorf("write message: %w", err)
	}
	head, err := encode(form)
	if err != nil {
		return nil, fmt.Errorf("write message: %w", err)
	}
	size := len(head)
	for _, b := range bodies {
		size += len(b) + 1
	}
	if size > MaxMessage {
		return nil, &Refusal{Code: TooBig, Detail: fmt.Sprintf("message of %d bytes", size)}
	}
	text := make([]byte, 0, size-len(head))
	for _, b := range bodies {
		text = append(append(text, b...), '\n')
	}
	if err := check(head, text); err != nil {
		return nil, err
	}
	return compress(head, text)
}

// Unmarshal reads what Marshal wrote into m, a pointer, and gives a [Refusal]
// with [BadMessage] or [TooBig] for anything else. Members it does not know are
// left out. Bodies share one buffer: whoever keeps a single one for long copies it.
func Unmarshal(data []byte, m any) error {
	text, err := decompress(data)
	if err != nil {
		return err
	}
	head, rest, ended := bytes.Cut(text, []byte("\n"))
	if !ended {
		return malformed("no whole line")
	}
	if err := check(head, rest); err != nil {
		return err
	}
	lines := lines{rest}
	if err := read(head, &lines, m); err != nil {
		return err
	}
	if len(lines.rest) > 0 {
		return malformed("more lines than events")
	}
	return nil
}

// maxValues is how many values one line may list, and a quarter as many objects or
// lists: what they take in memory is many times what they take on the line.
const maxValues = 1 << 20

func check(head, bodies []byte) error {
	switch {
	case tooDeep(head) || tooDeep(bodies):
		return malformed("nesting")
	case bytes.Count(head, []byte(",")) > maxValues, brackets(head) > maxValues/4:
		return &Refusal{Code: TooBig, Detail: "values in a line"}
	}
	return nil
}

func malformed(detail string) *Refusal { return &Refusal{Code: BadMessage, Detail: detail} }

// encode writes one line of JSON. Nothing is escaped for HTML.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// decode reads one line. Its error never quotes the line.
func decode(line []byte, v any) error {
	err := json.Unmarshal(line, v)
	if err == nil {
		return nil
	}
	if refused := (*Refusal)(nil); errors.As(err, &refused) {
		return refused
	}
	return malformed("not the JSON of this message")
}

// lines are the bodies still to be read.
type lines struct{ rest []byte }

// next gives one line without its end, no more than its own capacity.
func (l *lines) next() ([]byte, error) {
	i := bytes.IndexByte(l.rest, '\n')
	if i < 0 {
		return nil, malformed("fewer lines than events")
	}
	line := l.rest[:i:i]
	l.rest = l.rest[i+1:]
	return line, nil
}

// tooDeep finds a line whose JSON is nested deeper than [MaxNesting]. Few
// brackets cannot be: counting them is many times faster than following strings.
func tooDeep(text []byte) bool {
	for len(text) > 0 {
		line := text
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			line = text[:i]
			text = text[i+1:]
		} else {
			text = nil
		}
		if brackets(line) > MaxNesting && depth(line) > MaxNesting {
			return true
		}
	}
	return false
}

func brackets(line []byte) int {
	return bytes.Count(line, []byte("[")) + bytes.Count(line, []byte("{"))
}

func depth(line []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[', c == '{':
			now++
			deepest = max(deepest, now)
		case c == ']', c == '}':
			now--
		}
	}
	return deepest
}

// All are safe to share. Each call runs in its caller's goroutine and takes one
// of two states, which bounds the memory: a third call waits. The columns are
// mostly random, where looking harder finds nothing.
var (
	columnWriter, columnWriterErr = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(2))
	textWriter, textWriterErr     = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(2))
	reader, readerErr             = zstd.NewReader(nil, zstd.WithDecoderConcurrency(2),
		zstd.WithDecoderMaxMemory(MaxMessage), zstd.WithDecoderMaxWindow(MaxMessage))
)

func compress(head, text []byte) ([]byte, error) {
	if err := errors.Join(columnWriterErr, textWriterErr); err != nil {
		return nil, fmt.Errorf("write message: %w", err)
	}
	out := columnWriter.EncodeAll(head, nil)
	if len(text) > 0 {
		out = textWriter.EncodeAll(text, out)
	}
	return out, nil
}

func decompress(data []byte) ([]byte, error) {
	if readerErr != nil {
		return nil, fmt.Errorf("read message: %w", readerErr)
	}
	text, err := reader.DecodeAll(data, nil)
	switch {
	case errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded):
		return nil, &Refusal{Code: TooBig, Detail: "message when unpacked"}
	case err != nil:
		return nil, malformed("not zstd, or damaged")
	}
	return text, nil
}
