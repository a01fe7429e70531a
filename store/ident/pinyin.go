package ident

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// Reading is how a name may be typed when it is looked for, in small letters without tones or gaps. The first of each is
// the likeliest, the rest are alternates; a search takes any as a beginning.
type Reading struct {
	Full     []string // zhangshiyang; ü as lv, then lyu (as passports print it) and lu
	Initials []string // zsy: one letter for each hanzi or Latin word, zh ch sh being z c s
}

const (
	maxReadings = 24 // a name of many ambiguous hanzi has thousands
	maxSounds   = 4  // of one hanzi; dictionaries list sounds that only scholars know
)

// Pinyin reads a name. A surname with a reading of its own (单 shan, 万俟 moqi) is read so first and as the common word
// afterwards; names with a separator have no surname. A character without a known sound is left out.
func Pinyin(name string) Reading {
	words := wordsOf(NormaliseName(name))
	var r Reading
	for _, way := range surnameWays(words) {
		for _, syllables := range spread(way, maxReadings-len(r.Full)) {
			r.add(syllables)
		}
	}
	return r
}

func (r *Reading) add(syllables []string) {
	full, initials := "", ""
	for _, s := range syllables {
		full += s
		initials += s[:1]
	}
	if full == "" {
		return
	}
	if !slices.Contains(r.Full, full) {
		r.Full = append(r.Full, full)
	}
	if !slices.Contains(r.Initials, initials) {
		r.Initials = append(r.Initials, initials)
	}
}

// wordsOf cuts a name into single hanzi, letters of other alphabets, and whole Latin words; a Dot stays as a word of its own.
func wordsOf(name string) []string {
	var words []string
	latin := false
	for _, r := range norm.NFD.String(name) {
		switch {
		case r == Dot || Single(r):
			words, latin = append(words, string(r)), false
		case 'A' <= r && r <= 'Z':
			if !latin {
				words = append(words, "")
			}
			words[len(words)-1] += string(r)
			latin = true
		case r == ' ' || r == ',':
			latin = false
		} // others, accents, apostrophes and hyphens, do not end a word
	}
	return words
}

// surnameWays gives, best first, the ways to take a name apart: for each word its possible sounds, best first.
func surnameWays(words []string) [][][]string {
	plain := make([][]string, len(words))
	for i, w := range words {
		plain[i] = soundsOf(w)
	}
	if len(words) == 0 || slices.Contains(words, string(Dot)) {
		return [][][]string{plain}
	}
	single := slices.Clone(plain)
	single[0] = merge(surnames[words[0]], plain[0])
	if len(words) == 1 {
		return [][][]string{single}
	}
	compound, ok := compounds[words[0]+words[1]]
	if !ok {
		return [][][]string{single}
	}
	double := slices.Clone(plain)
	double[0], double[1] = compound[:1], withU(compound[1:])
	double[0] = withU(double[0])
	return [][][]string{double, single}
}

// soundsOf gives the sounds of a word, none for what has no sound.
func soundsOf(word string) []string {
	r := []rune(word)[0]
	if 'A' <= r && r <= 'Z' {
		return []string{strings.ToLower(word)}
	}
	return soundsOfHanzi(r)
}

func lookUpSounds(r rune) []string {
	if sound, ok := rare[r]; ok {
		return []string{sound}
	}
	var sounds []string
	for _, s := range pinyin.SinglePinyin(r, pinyin.Args{Style: pinyin.Normal, Heteronym: true}) {
		s = strings.Map(onlySmall, s) // a few sounds have marks the library does not take off
		if s != "" && len(sounds) < maxSounds {
			sounds = append(sounds, s)
		}
	}
	return withU(sounds)
}

func onlySmall(r rune) rune {
	if 'a' <= r && r <= 'z' {
		return r
	}
	return -1
}

// withU adds to each sound with ü, which the library writes v, the ways lyu and lu.
func withU(sounds []string) []string {
	var all []string
	for _, s := range sounds {
		all = merge(all, []string{s})
		if strings.HasPrefix(s, "lv") || strings.HasPrefix(s, "nv") {
			all = merge(all, []string{s[:1] + "yu" + s[2:], s[:1] + "u" + s[2:]})
		}
	}
	return all
}

func merge(first, then []string) []string {
	all := slices.Clone(first)
	for _, s := range then {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// spread takes one sound for each word, in all combinations up to limit: first the best of each, then those that differ in
// one word, then in two. Words without a sound are left out.
func spread(words [][]string, limit int) [][]string {
	type choice struct {
		sounds []string
		next   int // words before it are settled
	}
	var best []string
	words = slices.DeleteFunc(slices.Clone(words), func(sounds []string) bool { return len(sounds) == 0 })
	for _, sounds := range words {
		best = append(best, sounds[0])
	}
	found := []choice{{best, 0}}
	for i := 0; i < len(found) && len(found) < limit; i++ {
		for at := found[i].next; at < len(words); at++ {
			for _, other := range words[at][1:] {
				changed := slices.Clone(found[i].sounds)
				changed[at] = other
				found = append(found, choice{changed, at + 1})
			}
		}
	}
	var rows [][]string
	for _, c := range found[:max(0, min(limit, len(found)))] {
		rows = append(rows, c.sounds)
	}
	return rows
}
