package print

import (
	"fmt"
	"strings"
	"unicode"

	"ruhui/assets"
)

// box stands for a character that the font does not draw.
const box = '□'

// drawable returns s with only characters the font draws. A character without a
// glyph becomes a box and its code point, "□U+E000": old cards hold names in
// private-use characters, and the reader must see that one is there and which.
// Control and format characters are dropped, since no glyph shows them and some
// turn the reading direction round; so are variation selectors, whose base
// character is drawn in its usual form. White space of any kind is one space.
// Of three dots that share a glyph only the one of names is kept (U+00B7): a
// PDF knows one character for each glyph, and a name must read as it is written.
func drawable(s string) string {
	var b strings.Builder
	space, boxed := false, false // what was last seen, not yet written; what was last written
	for _, r := range s {        // a broken byte becomes U+FFFD
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector):
			continue
		case r == '•' || r == '‧':
			r = '·'
		}
		drawn := assets.Has(r)
		// Without a gap "□U+E0001" would name another character.
		if space || boxed && drawn && wordy(r) {
			b.WriteByte(' ')
		}
		if drawn {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "%c%U", box, r)
		}
		space, boxed = false, !drawn
	}
	return b.String()
}
