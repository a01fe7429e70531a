package setup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
)

// form is how our files begin: a line that says what the file is, and one with
// the SHA-256 of the rest. So a damaged file is not called a wrong code, nor a
// photograph a damaged file.
type form struct {
	magic   string
	version int
	most    int // bytes

	another, newer, damaged Error
}

const sumLine = 2*sha256.Size + 1 // hexadecimal digits and the end of the line

func (f *form) wrap(rest []byte) []byte {
	return fmt.Appendf(nil, "%s%d\n%x\n%s", f.magic, f.version, sha256.Sum256(rest), rest)
}

// unwrap gives the rest, of at least so many bytes.
func (f *form) unwrap(file []byte, least int) ([]byte, error) {
	first, rest, found := bytes.Cut(file, []byte("\n"))
	number, ours := bytes.CutPrefix(first, []byte(f.magic))
	v, err := strconv.Atoi(string(number))
	switch {
	case !ours:
		return nil, f.another
	case err == nil && v > f.version:
		return nil, f.newer
	case err != nil, v != f.version, !found, len(rest) < sumLine+least, len(file) > f.most:
		return nil, f.damaged
	}
	sum, rest := rest[:sumLine], rest[sumLine:]
	want := sha256.Sum256(rest)
	if string(sum) != hex.EncodeToString(want[:])+"\n" {
		return nil, fmt.Errorf("%w: checksum", f.damaged)
	}
	return rest, nil
}
