package store

import "math/bits"

// typing follows how letters typed fit a name, word by word. Each hanzi may be
// typed itself, by one of its sounds, or by the first letter of one; zh, ch and
// sh count as one letter. The bits of reach are the numbers of letters that the
// words so far may have taken; all ways are followed at once, so that 长 as
// chang or zhang costs no more than one.
type typing struct {
	letters  []rune
	sets     [][]string
	skips    bool   // a hanzi without a known sound may be left out
	whole    uint64 // reach with every word in full
	short    uint64 // reach with first letters as well; contains whole
	begun    bool   // the letters ended before the name did, every word in full
	shortcut bool   // or with first letters
}

// words of a record: 3 bytes of the letter, 3 of the sounds.
const wordSize = 6

func wordAt(name []byte, i int) (letter rune, set uint32) {
	b := name[i*wordSize : i*wordSize+wordSize]
	return rune(b[0]) | rune(b[1])<<8 | rune(b[2])<<16, uint32(b[3]) | uint32(b[4])<<8 | uint32(b[5])<<16
}

// rankName compares with one way to read a name. What begins in the middle is
// a part: a hanzi itself, or a Latin word, since not everybody says the family
// name first.
func (p *part) rankName(sets [][]string, name []byte) Rank {
	if rank := p.from(sets, name); rank != none {
		return rank
	}
	for rest := name; len(rest) > wordSize; {
		rest = rest[wordSize:]
		letter, _ := wordAt(rest, 0)
		if letter == p.letters[0] || letter == 0 && p.letters[0] <= 'z' {
			if p.from(sets, rest) != none {
				return Part
			}
		}
	}
	return none
}

// from compares with the words of a name from the first on.
func (p *part) from(sets [][]string, name []byte) Rank {
	t := typing{letters: p.letters, sets: sets, skips: p.pinyin, whole: 1, short: 1}
	end := uint64(1) << len(p.letters)
	for i := range len(name) / wordSize {
		letter, id := wordAt(name, i)
		set := sets[id]
		if len(set) > 0 || !t.skips {
			t.begun = t.begun || t.whole&end != 0
			t.shortcut = t.shortcut || t.short&end != 0
			if t.short&^end == 0 {
				t.whole, t.short = 0, 0
				break
			}
		}
		t.word(letter, set)
	}
	switch {
	case t.whole&end != 0:
		return Exact
	case t.begun:
		return Prefix
	case t.shortcut || t.short&end != 0:
		return Initials
	}
	return none
}

// word takes one word of the name.
func (t *typing) word(letter rune, set []string) {
	whole, short := uint64(0), uint64(0)
	if len(set) == 0 && t.skips {
		whole, short = t.whole, t.short
	}
	for open := t.short &^ (1 << len(t.letters)); open != 0; open &= open - 1 {
		at := bits.TrailingZeros64(open)
		full := t.whole >> at & 1 // all before was typed in full
		if t.letters[at] == letter {
			short |= 2 << at
			whole |= full << (at + 1)
		}
		if t.letters[at] > 'z' {
			continue
		}
		for _, sound := range set {
			n := t.common(at, sound)
			switch {
			case n == 0:
				continue
			case n == len(sound):
				whole |= full << (at + n)
				short |= 1 << (at + n)
			case at+n == len(t.letters): // typed so far
				t.begun = t.begun || full != 0
				t.shortcut = true
			}
			short |= 2 << at
			if n > 1 && sound[1] == 'h' {
				short |= 4 << at
			}
		}
	}
	t.whole, t.short = whole, short
}

// common is how many letters from at on are those of the sound.
func (t *typing) common(at int, sound string) int {
	n := 0
	for n < len(sound) && at+n < len(t.letters) && t.letters[at+n] == rune(sound[n]) {
		n++
	}
	return n
}
