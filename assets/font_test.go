package assets

import (
	"bytes"
	"testing"

	"golang.org/x/image/font/sfnt"
)

// names has characters that real people carry: common ones, the separator of
// minority names, one of each rare block, and what a slip prints beside them.
const names = "张王李赵样例阿依古丽·䶮㐂𠮷堃龘体體0123456789X—“”《》①㎡"

func TestHas(t *testing.T) {
	for _, r := range names {
		if !Has(r) {
			t.Errorf("Has(%U %q) = false, want true", r, r)
		}
	}
	for _, r := range []rune{'\U0001F600', '\uE000', 'ཀ', 'ᠠ', 'ꀀ'} {
		if Has(r) {
			t.Errorf("Has(%U) = true, want false: no such glyph is in the font", r)
		}
	}
	if !Has('张') {
		t.Error("the second answer about 张 differs from the first")
	}
}

func TestFonts(t *testing.T) {
	regular := fontOf(t, func() ([]byte, error) { return Regular, nil })
	for name, load := range map[string]func() ([]byte, error){
		"bold":          func() ([]byte, error) { return Bold, nil },
		"print regular": PrintRegular,
		"print bold":    PrintBold,
	} {
		t.Run(name+" draws what regular draws", func(t *testing.T) {
			sameCharacters(t, fontOf(t, load), regular)
		})
	}
}

func fontOf(t testing.TB, load func() ([]byte, error)) *sfnt.Font {
	t.Helper()
	raw, err := load()
	if err != nil {
		t.Fatal(err)
	}
	font, err := sfnt.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return font
}

// sameCharacters compares which characters of Unicode's first three planes the
// two fonts have.
func sameCharacters(t testing.TB, got, want *sfnt.Font) {
	t.Helper()
	var buf sfnt.Buffer
	for r := rune(0x20); r < 0x32000; r++ {
		if 0xD800 <= r && r <= 0xDFFF {
			continue
		}
		g, err := got.GlyphIndex(&buf, r)
		if err != nil {
			t.Fatalf("%U: %v", r, err)
		}
		w, err := want.GlyphIndex(&buf, r)
		if err != nil {
			t.Fatalf("%U: %v", r, err)
		}
		if (g == 0) != (w == 0) {
			t.Fatalf("%U %q: drawn %t, regular %t", r, r, g != 0, w != 0)
		}
	}
}

func TestPrintFontsHaveTrueTypeOutlines(t *testing.T) {
	for name, load := range map[string]func() ([]byte, error){"regular": PrintRegular, "bold": PrintBold} {
		raw, err := load()
		if err != nil {
			t.Fatal(err)
		}
		if want := []byte{0, 1, 0, 0}; !bytes.HasPrefix(raw, want) {
			t.Errorf("%s starts with % x, want % x", name, raw[:4], want)
		}
	}
}

func TestPrintFontIsUnpackedOnce(t *testing.T) {
	first, err := PrintRegular()
	if err != nil {
		t.Fatal(err)
	}
	second, err := PrintRegular()
	if err != nil {
		t.Fatal(err)
	}
	if &first[0] != &second[0] {
		t.Error("the second call unpacked the font again")
	}
}

func TestUnpackNamesWhatIsBroken(t *testing.T) {
	_, err := unpack("bold print font", printBold[:len(printBold)/2])
	if err == nil {
		t.Fatal("half a stream was accepted")
	}
	if want := "unpack bold print font: unexpected EOF"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}
