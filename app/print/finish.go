package print

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"
	"unicode/utf16"

	"ruhui/store/civil"
)

// finish writes gopdf's file anew with what gopdf gets wrong put right: its
// tables from glyphs to characters (ToUnicode), without which 𠮷 cannot be
// copied, searched or read aloud, and the properties, which ISO 32000-1 §14.3.3
// wants in an object of their own. The properties are the paper's title, the
// program and the time; nobody's name.
func finish(raw []byte, title string, at time.Time) ([]byte, error) {
	objects, err := split(raw)
	if err != nil {
		return nil, err
	}
	for i, o := range objects {
		if bytes.Contains(o, []byte("stream\n/CIDInit")) {
			objects[i] = toUnicode(i+1, o)
		}
	}
	objects = append(objects, properties(len(objects)+1, title, at))

	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	places := make([]int, len(objects))
	for i, o := range objects {
		places[i] = b.Len()
		b.Write(o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, len(objects), start)
	return b.Bytes(), nil
}

// errShape says that gopdf wrote something else than finish knows.
var errShape = errors.New("unknown shape of file")

var (
	tailShape  = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	tableShape = regexp.MustCompile(`^xref\n0 (\d+)\n0000000000 65535 f \n`)
)

// split gives the objects of a file in the order of their numbers, from 1, as
// its table of places has them.
func split(raw []byte) ([][]byte, error) {
	tail := tailShape.FindSubmatch(raw[max(0, len(raw)-64):])
	if tail == nil {
		return nil, errShape
	}
	start, err := strconv.Atoi(string(tail[1]))
	if err != nil || start > len(raw) {
		return nil, errShape
	}
	table := tableShape.FindSubmatch(raw[start:])
	if table == nil {
		return nil, errShape
	}
	count, err := strconv.Atoi(string(table[1]))
	entries := raw[start+len(table[0]):]
	if err != nil || count < 2 || len(entries) < (count-1)*20 {
		return nil, errShape
	}
	objects := make([][]byte, count-1)
	end := start
	for i := len(objects) - 1; i >= 0; i-- {
		place, err := strconv.Atoi(string(entries[i*20 : i*20+10]))
		if err != nil || place > end || !bytes.HasPrefix(raw[place:], fmt.Appendf(nil, "%d 0 obj\n", i+1)) {
			return nil, errShape
		}
		objects[i], end = raw[place:end], place
	}
	return objects, nil
}

var mapped = regexp.MustCompile(`<([0-9A-F]{4})><[0-9A-F]{4}><([0-9A-F]{4,6})>`)

// toUnicode writes the table object again. A character beyond U+FFFF is a
// surrogate pair (Adobe Technical Note 5411), the code space is all of two
// bytes, and a section has at most 100 lines (Note 5014).
func toUnicode(number int, object []byte) []byte {
	pairs := mapped.FindAllSubmatch(object, -1)
	var m bytes.Buffer
	m.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for len(pairs) > 0 {
		n := min(len(pairs), 100)
		fmt.Fprintf(&m, "%d beginbfchar\n", n)
		for _, pair := range pairs[:n] {
			r, _ := strconv.ParseUint(string(pair[2]), 16, 32) // cannot fail: six hexadecimal digits at most
			fmt.Fprintf(&m, "<%s> <%s>\n", pair[1], utf16Hex(string(rune(r))))
		}
		m.WriteString("endbfchar\n")
		pairs = pairs[n:]
	}
	m.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return fmt.Appendf(nil, "%d 0 obj\n<< /Length %d >>\nstream\n%sendstream\nendobj\n\n", number, m.Len(), m.Bytes())
}

// properties is the document's information object.
func properties(number int, title string, at time.Time) []byte {
	made := ""
	if !at.IsZero() {
		made = " /CreationDate (D:" + at.In(civil.Shanghai).Format("20060102150405") + "+08'00')"
	}
	return fmt.Appendf(nil, "%d 0 obj\n<< /Title <FEFF%s> /Producer (ruhui)%s >>\nendobj\n\n", number, utf16Hex(title), made)
}

func utf16Hex(s string) string {
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}
