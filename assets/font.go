package assets

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"

	"golang.org/x/image/font/sfnt"
)

// Regular and Bold are Noto Sans SC with OpenType (CFF) outlines, for the
// screen: every Han character the family has and no layout features. Both hold
// the same characters. Callers must not change the bytes.
var (
	//go:embed fonts/sc-regular.otf
	Regular []byte
	//go:embed fonts/sc-bold.otf
	Bold []byte
)

var (
	//go:embed fonts/sc-regular.ttf.gz
	printRegular []byte
	//go:embed fonts/sc-bold.ttf.gz
	printBold []byte
)

var (
	openRegular = sync.OnceValues(func() ([]byte, error) { return unpack("regular print font", printRegular) })
	openBold    = sync.OnceValues(func() ([]byte, error) { return unpack("bold print font", printBold) })
)

// PrintRegular returns the regular weight with TrueType outlines, as PDF files
// need it. The first call unpacks some 10 MB and keeps them; callers share the
// bytes and must not change them. Safe for concurrent use.
func PrintRegular() ([]byte, error) { return openRegular() }

// PrintBold is [PrintRegular] for the bold weight.
func PrintBold() ([]byte, error) { return openBold() }

// unpack returns the content of the gzip stream packed; what names it in errors.
func unpack(what string, packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", what, err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", what, err)
	}
	return plain, nil
}

// glyphs answers Has from the embedded font and remembers each answer, because
// one screenful asks for the same few hundred characters again and again.
type glyphs struct {
	mu    sync.Mutex
	face  *sfnt.Font
	buf   sfnt.Buffer
	known map[rune]bool
}

var drawn = sync.OnceValue(func() *glyphs {
	face, err := sfnt.Parse(Regular)
	if err != nil {
		// The font is part of the program, so this is a broken build, and the
		// tests refuse it. At a window every character then counts as missing,
		// which is shown as a warning and stops nobody.
		face = nil
	}
	return &glyphs{face: face, known: make(map[rune]bool)}
})

// Has reports whether the embedded font draws r. A character without a glyph is
// shown as a box; screens and slips then give its code point beside it. Safe
// for concurrent use.
func Has(r rune) bool { return drawn().has(r) }

func (g *glyphs) has(r rune) bool {
	if g.face == nil {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if ok, seen := g.known[r]; seen {
		return ok
	}
	index, err := g.face.GlyphIndex(&g.buf, r)
	ok := err == nil && index != 0
	g.known[r] = ok
	return ok
}
