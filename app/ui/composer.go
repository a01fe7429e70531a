package ui

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// Pinyin says what an entry's pinyin input is for.
type Pinyin int

// The uses of pinyin input.
const (
	PinyinOff  Pinyin = iota
	PinyinText        // addresses, employers, remarks
	PinyinName        // a person's name: the surname is proposed first, ` types ·
)

// perPage is how many candidates can be picked with one digit.
const perPage = 9

// composer is the state of one entry's pinyin input: the letters typed so far
// and what they may mean. It knows no widget; the entry gives it keys and takes
// its text.
//
// Letters starting with "u+" are a code point in hexadecimal: u+20bb7 is 𠮷, for
// characters no pinyin finds. No syllable begins with u.
type composer struct {
	use     Pinyin
	english bool
	letters string
	found   []Candidate
	first   int   // the candidate shown first
	earlier []int // first of the pages before
	// fit says how many of the candidates the bar has room for, up to perPage.
	fit func([]Candidate) int

	insert  func(text string)
	atStart func() bool
	changed func()
}

// page returns the candidates to be shown, at most nine.
func (c *composer) page() []Candidate {
	rest := c.found[min(c.first, len(c.found)):]
	rest = rest[:min(perPage, len(rest))]
	if c.fit != nil && len(rest) > 0 {
		rest = rest[:max(1, min(len(rest), c.fit(rest)))]
	}
	return rest
}

func (c *composer) more() bool { return c.first+len(c.page()) < len(c.found) }

// set changes the letters and looks them up.
func (c *composer) set(letters string) {
	c.letters, c.first, c.earlier = letters, 0, nil
	switch {
	case letters == "":
		c.found = nil
	case c.isCode():
		c.found = codePoint(letters)
	default:
		c.found = openDictionary().Candidates(letters, c.place())
	}
	c.changed()
}

func (c *composer) place() Place {
	switch {
	case c.use != PinyinName:
		return InText
	case c.atStart():
		return AtSurname
	}
	return AtGiven
}

func (c *composer) clear() {
	if c.letters != "" {
		c.set("")
	}
}

// commit puts the letters into the text as they are.
func (c *composer) commit() {
	if c.letters == "" {
		return
	}
	letters := c.letters
	c.set("")
	c.insert(letters)
}

// toggle changes between 中 and 英.
func (c *composer) toggle() {
	c.commit()
	c.english = !c.english
	c.changed()
}

func (c *composer) isCode() bool {
	return strings.HasPrefix(strings.ToLower(c.letters), "u+")
}

// codePoint returns the character of u+ and two to six hexadecimal digits, also
// one the font cannot draw: it is somebody's name all the same.
func codePoint(letters string) []Candidate {
	n, err := strconv.ParseUint(letters[2:], 16, 32)
	r := rune(n)
	if err != nil || len(letters) < 4 || !utf8.ValidRune(r) || unicode.IsControl(r) {
		return nil
	}
	return []Candidate{{Text: string(r), Letters: len(letters)}}
}

// typedRune takes a character and reports whether it was used.
func (c *composer) typedRune(r rune) bool {
	if c.english {
		return false
	}
	if c.letters == "" {
		return c.begin(r)
	}
	if c.letters == "U" && r != '+' {
		// A capital letter begins Latin text, unless it was to be U+.
		c.commit()
		return c.typedRune(r)
	}
	switch {
	case c.takes(r):
		c.set(c.letters + c.lower(r))
	case r == ' ':
		c.pick(0)
	case r >= '1' && r <= '9':
		c.pick(int(r - '1'))
	case r == '=' || r == ']' || r == '.':
		c.nextPage()
	case r == '-' || r == '[' || r == ',':
		c.previousPage()
	default:
		c.pick(0)
		return false
	}
	return true
}

// begin takes the first character of a composition.
func (c *composer) begin(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r == 'U':
		c.set(string(r))
		return true
	case r == '`' && c.use == PinyinName:
		c.insert("·")
		return true
	}
	return false
}

// takes reports whether r goes on with the letters.
func (c *composer) takes(r rune) bool {
	low := unicode.ToLower(r)
	if c.isCode() {
		return low >= '0' && low <= '9' || low >= 'a' && low <= 'f'
	}
	return low >= 'a' && low <= 'z' || r == '\'' || r == '+' && strings.EqualFold(c.letters, "u")
}

// lower keeps "U+20BB7" readable while it is typed.
func (c *composer) lower(r rune) string {
	if c.isCode() || c.letters == "U" {
		return string(unicode.ToUpper(r))
	}
	return string(unicode.ToLower(r))
}

// pick puts the candidate at that place of the page into the text; the letters
// it leaves over go on. Without a candidate the first place means the letters.
func (c *composer) pick(place int) {
	page := c.page()
	if place >= len(page) {
		if len(page) == 0 && place == 0 {
			c.commit()
		}
		return
	}
	chosen := page[place]
	rest := c.letters[min(chosen.Letters, len(c.letters)):]
	c.letters = ""
	c.insert(chosen.Text)
	c.set(rest)
}

func (c *composer) nextPage() {
	if c.more() {
		c.earlier = append(c.earlier, c.first)
		c.first += len(c.page())
		c.changed()
	}
}

func (c *composer) previousPage() {
	if n := len(c.earlier); n > 0 {
		c.first, c.earlier = c.earlier[n-1], c.earlier[:n-1]
		c.changed()
	}
}

// typedKey takes a key while letters are being composed and reports whether it
// was used. Digits, letters and Space come as characters too and are used there.
func (c *composer) typedKey(ev *fyne.KeyEvent) bool {
	if c.letters == "" {
		return false
	}
	switch ev.Name {
	case fyne.KeyBackspace:
		c.set(c.letters[:len(c.letters)-1])
	case fyne.KeyEscape:
		c.clear()
	case fyne.KeyReturn, fyne.KeyEnter:
		c.commit()
	case fyne.KeyPageDown, fyne.KeyDown, fyne.KeyRight:
		c.nextPage()
	case fyne.KeyPageUp, fyne.KeyUp, fyne.KeyLeft:
		c.previousPage()
	case fyne.KeyHome, fyne.KeyEnd, fyne.KeyDelete:
		// The caret stands behind the letters; it does not move inside them.
	default:
		if len(ev.Name) > 1 && ev.Name[0] == 'F' {
			c.commit()
			return false
		}
	}
	return true
}
