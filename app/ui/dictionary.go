package ui

import (
	"bytes"
	"math"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/mozillazg/go-pinyin"

	"ruhui/assets"
)

// Dictionary answers which words a reading may be. It keeps the text as it
// came, lines of reading, word and weight ordered by reading, and finds a line
// by halving; opening it only counts the lines. Safe for concurrent use.
type Dictionary struct {
	data      []byte
	lines     []int32 // where each line begins
	syllables map[string]bool
	total     float64 // of all weights

	initials  func() map[string][]int32
	uncovered func() map[string][]rune
}

// word is one line of the dictionary.
type word struct {
	text   string
	weight int
}

var openDictionary = sync.OnceValue(func() *Dictionary {
	data, err := assets.Pinyin()
	if err != nil {
		// Part of the program: the tests refuse such a build. At a window
		// letters and code points can still be typed.
		data = nil
	}
	return NewDictionary(data)
})

// NewDictionary opens the text of a dictionary as assets.Pinyin gives it.
func NewDictionary(data []byte) *Dictionary {
	d := &Dictionary{data: data, syllables: make(map[string]bool, 512)}
	for at := 0; at < len(data); {
		d.lines = append(d.lines, int32(at))
		line := data[at:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end]
		}
		reading, w := splitLine(line)
		d.total += float64(w.weight)
		// 嗯 is also read n and ng; as syllables those would cut every word up.
		if bytes.IndexByte(reading, ' ') < 0 && bytes.ContainsAny(reading, "aeiouv") && !d.syllables[string(reading)] {
			d.syllables[string(reading)] = true
		}
		at += len(line) + 1
	}
	d.initials = sync.OnceValue(d.indexInitials)
	d.uncovered = sync.OnceValue(readingsBeyond)
	return d
}

// splitLine takes a line apart; a line that is not well formed has weight 0.
func splitLine(line []byte) (reading []byte, w word) {
	first := bytes.IndexByte(line, '\t')
	last := bytes.LastIndexByte(line, '\t')
	if first < 0 || last <= first {
		return nil, word{}
	}
	w.weight, _ = strconv.Atoi(string(line[last+1:])) // not a number: weight 0, last in its list
	w.text = string(line[first+1 : last])
	return line[:first], w
}

func (d *Dictionary) line(i int) (reading []byte, w word) {
	line := d.data[d.lines[i]:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return splitLine(line)
}

// from returns the first line whose reading is not before reading.
func (d *Dictionary) from(reading string) int {
	return sort.Search(len(d.lines), func(i int) bool {
		line := d.data[d.lines[i]:]
		return bytes.Compare(line[:bytes.IndexByte(line, '\t')], []byte(reading)) >= 0
	})
}

// words returns what is read exactly so, the most frequent first.
func (d *Dictionary) words(reading string) []word {
	var found []word
	for i := d.from(reading); i < len(d.lines); i++ {
		r, w := d.line(i)
		if string(r) != reading {
			break
		}
		found = append(found, w)
	}
	return found
}

// longer returns at most n words whose reading begins so and goes on within the
// same number of syllables, the most frequent first.
func (d *Dictionary) longer(begin string, n int) []word {
	var found []word
	for i := d.from(begin); i < len(d.lines); i++ {
		r, w := d.line(i)
		if !bytes.HasPrefix(r, []byte(begin)) {
			break
		}
		if bytes.IndexByte(r[len(begin):], ' ') < 0 {
			found = append(found, w)
		}
	}
	return heaviest(found, n)
}

// abbreviated returns words of two to four syllables by their first letters:
// "sfz" for 身份证.
func (d *Dictionary) abbreviated(letters string, n int) []word {
	var found []word
	for _, i := range d.initials()[letters] {
		_, w := d.line(int(i))
		found = append(found, w)
	}
	return heaviest(found, n)
}

func (d *Dictionary) indexInitials() map[string][]int32 {
	index := make(map[string][]int32)
	for i := range d.lines {
		reading, _ := d.line(i)
		if spaces := bytes.Count(reading, []byte(" ")); spaces < 1 || spaces > 3 {
			continue
		}
		var key []byte
		for _, syllable := range bytes.Split(reading, []byte(" ")) {
			key = append(key, syllable[0])
		}
		index[string(key)] = append(index[string(key)], int32(i))
	}
	return index
}

// rare returns characters of that syllable which the dictionary lacks and the
// font can draw.
func (d *Dictionary) rare(syllable string) []string {
	var found []string
	for _, r := range d.uncovered()[syllable] {
		if assets.Has(r) {
			found = append(found, string(r))
		}
	}
	return found
}

// readingsBeyond turns go-pinyin's table, character to readings with tones,
// round. It knows some 25,000 characters the dictionary of words does not.
func readingsBeyond() map[string][]rune {
	index := make(map[string][]rune)
	for code, readings := range pinyin.PinyinDict {
		seen := ""
		for _, reading := range strings.Split(readings, ",") {
			plain := withoutTone(reading)
			if plain == seen {
				continue
			}
			seen = plain
			index[plain] = append(index[plain], rune(code))
		}
	}
	for _, runes := range index {
		sort.Slice(runes, func(i, j int) bool { return runes[i] < runes[j] })
	}
	return index
}

var toneless = strings.NewReplacer(
	"ā", "a", "á", "a", "ǎ", "a", "à", "a", "ō", "o", "ó", "o", "ǒ", "o", "ò", "o",
	"ē", "e", "é", "e", "ě", "e", "è", "e", "ế", "e", "ề", "e", "ê", "e",
	"ī", "i", "í", "i", "ǐ", "i", "ì", "i", "ū", "u", "ú", "u", "ǔ", "u", "ù", "u",
	"ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ü", "v",
	"ń", "n", "ň", "n", "ǹ", "n", "ḿ", "m", "\u0304", "", "\u030c", "", "\u0300", "", "\u0301", "",
)

func withoutTone(reading string) string { return toneless.Replace(reading) }

func heaviest(words []word, n int) []word {
	sort.SliceStable(words, func(i, j int) bool { return words[i].weight > words[j].weight })
	return words[:min(n, len(words))]
}

// cost is how unlikely a word is in prose; costs of words in a row add up.
func (d *Dictionary) cost(w word) float64 {
	return math.Log(d.total+1) - math.Log(float64(w.weight)+1)
}
