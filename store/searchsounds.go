package store

import (
	"slices"
	"strings"

	"ruhui/store/ident"
)

// soundTable numbers the sets of sounds that words of names have: of the tens
// of thousands of hanzi most share one of some two thousand. 0 is no sound.
type soundTable struct {
	ids  map[string]uint32
	sets [][]string // by number
}

func newSoundTable() *soundTable {
	return &soundTable{ids: map[string]uint32{"": 0}, sets: [][]string{nil}}
}

// mostSounds is what three bytes number. Whoever comes beyond it is found by
// letters and numbers only.
const mostSounds = 1 << 24

func (t *soundTable) id(sounds []string) uint32 {
	key := strings.Join(sounds, "/")
	if id, known := t.ids[key]; known || len(t.sets) == mostSounds {
		return id
	}
	id := uint32(len(t.sets))
	t.ids[key] = id
	t.sets = append(t.sets, sounds)
	return id
}

// marksOf gives all bits a query that fits this person may have.
func marksOf(p *prepared) marks {
	var m marks
	for _, name := range p.names {
		next := "" // what the word behind may begin with
		for i := len(name) - 1; i >= 0; i-- {
			w := name[i]
			m.letters |= letterBit(w.Letter)
			if len(w.Sounds) == 0 {
				continue
			}
			if w.Letter == 0 || soundless(name[:i]) {
				m.sounds |= soundBits(w.Sounds, next)
			}
			next = ""
			for _, s := range w.Sounds {
				next += s[:1]
			}
		}
	}
	for _, no := range p.numbers {
		m.digits |= beginning(no) | ending(no) | ending(strings.TrimSuffix(no, "X"))
	}
	m.digits |= ending(p.tail)
	return m
}

// soundless says that what is typed may begin behind these words.
func soundless(words []ident.Word) bool {
	return !slices.ContainsFunc(words, func(w ident.Word) bool { return len(w.Sounds) > 0 })
}

// letterBit spreads hanzi over 64 bits; Latin words have none.
func letterBit(r rune) uint64 {
	if r == 0 {
		return 0
	}
	return 1 << (uint32(r) * 0x9E3779B1 >> 26)
}

// soundBits: 26 for the first letter typed, the others shared by the first two.
func soundBits(sounds []string, next string) uint64 {
	var bits uint64
	for _, s := range sounds {
		bits |= firstBit(s[0])
		if len(s) > 1 {
			bits |= pairBit(s[0], s[1])
		}
		for i := range len(next) {
			bits |= pairBit(s[0], next[i])
		}
	}
	return bits
}

func firstBit(a byte) uint64 { return 1 << (a - 'a') }

func pairBit(a, b byte) uint64 { return 1 << (26 + (uint32(a)*131+uint32(b)*7)%38) }

// beginning and ending are the bits of the first and last three digits; none
// where they are hidden.
func beginning(number string) uint64 {
	if len(number) < 3 || strings.ContainsRune(number[:3], '*') {
		return 0
	}
	return threeBit(number[:3], 1)
}

func ending(number string) uint64 {
	if len(number) < 3 || strings.ContainsRune(number[len(number)-3:], '*') {
		return 0
	}
	return threeBit(number[len(number)-3:], 2)
}

func threeBit(s string, side uint32) uint64 {
	h := side<<24 | uint32(s[0])<<16 | uint32(s[1])<<8 | uint32(s[2])
	return 1 << (h * 0x9E3779B1 >> 26)
}
