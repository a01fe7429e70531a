package ident

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// Word is one hanzi or one Latin word of a name, with the ways it may sound.
type Word struct {
	Letter rune     // the hanzi, or a letter of another alphabet in its small form; 0 for a Latin word
	Sounds []string // small letters without tones, the likeliest first; none when no sound is known
}

// Single says that a character is a word of a name by itself: a hanzi, a private-use character in the place of one, or a
// letter of an alphabet other than the Latin one.
func Single(r rune) bool {
	return isHanzi(r) || unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r)
}

// Ways takes a name apart for searching, as [Pinyin] reads it, with every combination left open: each way is the words of the
// name in their order, separators left out. A name has one way, and a second when it begins with what may be a surname of two
// hanzi; an empty one has none.
func Ways(name string) [][]Word {
	words := wordsOf(NormaliseName(name))
	if len(words) == 0 {
		return nil
	}
	var ways [][]Word
	for _, sounds := range surnameWays(words) {
		way := make([]Word, 0, len(words))
		for i, w := range words {
			if w == string(Dot) {
				continue
			}
			r, _ := utf8.DecodeRuneInString(w)
			if 'A' <= r && r <= 'Z' {
				r = 0
			}
			way = append(way, Word{unicode.ToLower(r), sounds[i]})
		}
		if len(way) > 0 {
			ways = append(ways, way)
		}
	}
	return ways
}

// heard remembers the sounds of hanzi: the library finds them with regular
// expressions, which over all names of a town would take seconds.
var heard sync.Map // rune to []string, never changed

func soundsOfHanzi(r rune) []string {
	if known, ok := heard.Load(r); ok {
		return known.([]string)
	}
	sounds := lookUpSounds(r)
	heard.Store(r, sounds)
	return sounds
}
