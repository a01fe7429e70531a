package ui

import (
	"sort"
	"strings"
)

// Candidate is one proposal for what was typed.
type Candidate struct {
	Text string
	// Letters is how many of the typed letters it uses up; the rest stays to
	// be chosen next.
	Letters int
}

const (
	mostSplits   = 6 // ways to cut letters into syllables that are looked at
	mostLonger   = 24
	mostLetters  = 48 // longer input is nobody's word
	mostSurnames = 4  // surnames tried before a given name
)

// split is one way to cut letters into syllables.
type split struct {
	syllables []string
	ends      []int // letters used up to and with each syllable, separators too
	open      bool  // the last syllable is not finished
}

// Place is where in a text the letters stand; it changes what is likely.
type Place int

// The places. Prose would put 网 before the surname 王 and 两 before the 亮 of a
// given name.
const (
	InText Place = iota
	AtSurname
	AtGiven
)

// Candidates proposes words for letters (a–z, with ' between syllables where it
// matters), best first.
func (d *Dictionary) Candidates(letters string, place Place) []Candidate {
	letters = strings.ToLower(letters)
	if letters == "" || len(letters) > mostLetters {
		return nil
	}
	list := &proposals{seen: make(map[string]bool)}
	splits := d.splits(letters)
	for _, s := range splits {
		switch place {
		case AtSurname:
			d.addNames(list, s)
		case AtGiven:
			d.addGiven(list, s)
		}
	}
	d.addWhole(list, splits)
	if len(list.all) == 0 {
		list.add(d.abbreviated(letters, mostLonger), len(letters))
	}
	d.addBeginnings(list, splits)
	return list.all
}

// proposals collects candidates without repeating one.
type proposals struct {
	all  []Candidate
	seen map[string]bool
}

func (p *proposals) add(words []word, letters int) {
	for _, w := range words {
		p.addText(w.text, letters)
	}
}

func (p *proposals) addText(text string, letters int) {
	if text != "" && !p.seen[text] {
		p.seen[text] = true
		p.all = append(p.all, Candidate{Text: text, Letters: letters})
	}
}

// addWhole proposes what uses all letters: words, words not typed to their end,
// and, where there is none, the likeliest row of words.
func (d *Dictionary) addWhole(list *proposals, splits []split) {
	var exact, longer []word
	letters := 0
	for _, s := range splits {
		letters = s.ends[len(s.ends)-1]
		reading := strings.Join(s.syllables, " ")
		if !s.open {
			exact = append(exact, d.words(reading)...)
		} else {
			longer = append(longer, d.longer(reading, mostLonger)...)
		}
	}
	list.add(heaviest(exact, len(exact)), letters)
	list.add(heaviest(longer, mostLonger), letters)
	for _, s := range splits {
		// Cut into more syllables than need be (ti ao for tiao) it is nobody's
		// sentence.
		shortest := len(s.syllables) == len(splits[0].syllables)
		if len(exact)+len(longer) == 0 && !s.open && shortest && len(s.syllables) > 1 {
			list.addText(d.compose(s.syllables), letters)
		}
	}
}

// addBeginnings proposes words for the first syllables, the longest first, then
// the rare characters of the first syllable.
func (d *Dictionary) addBeginnings(list *proposals, splits []split) {
	for n := 8; n >= 1; n-- {
		for _, s := range splits {
			whole := n == len(s.syllables)
			if n > len(s.syllables) || whole && (s.open || n > 1) {
				continue
			}
			list.add(d.words(strings.Join(s.syllables[:n], " ")), s.ends[n-1])
		}
	}
	for _, s := range splits {
		if s.open && len(s.syllables) == 1 {
			continue
		}
		for _, text := range d.rare(s.syllables[0]) {
			list.addText(text, s.ends[0])
		}
	}
}

// addNames proposes surnames with likely given names, then surnames alone; a
// surname that uses all letters stands first.
func (d *Dictionary) addNames(list *proposals, s split) {
	type beginning struct {
		surname   string
		syllables int
	}
	var found []beginning
	for n := min(2, len(s.syllables)); n >= 1; n-- {
		if s.open && n == len(s.syllables) {
			continue
		}
		for _, surname := range surnamesOf(strings.Join(s.syllables[:n], " ")) {
			found = append(found, beginning{surname, n})
		}
	}
	for i, b := range found {
		if rest := s.syllables[b.syllables:]; !s.open && i < mostSurnames {
			for _, given := range d.givenNames(rest) {
				list.addText(b.surname+given, s.ends[len(s.ends)-1])
			}
		}
	}
	for _, b := range found {
		list.addText(b.surname, s.ends[b.syllables-1])
	}
}

// addGiven proposes given names, or their characters for one syllable.
func (d *Dictionary) addGiven(list *proposals, s split) {
	if s.open {
		return
	}
	if len(s.syllables) == 1 {
		for _, character := range givenOf(s.syllables[0]) {
			list.addText(character, s.ends[0])
		}
		return
	}
	for _, given := range d.givenNames(s.syllables) {
		list.addText(given, s.ends[len(s.ends)-1])
	}
}

// givenNames returns likely given names read so: of one syllable a character
// used in names, of more a word, and a row of such characters. No syllables
// make one empty name.
func (d *Dictionary) givenNames(syllables []string) []string {
	if len(syllables) == 0 {
		return []string{""}
	}
	row, complete := "", true
	for _, syllable := range syllables {
		if of := givenOf(syllable); len(of) > 0 {
			row += of[0]
		} else {
			complete = false
		}
	}
	word := d.compose(syllables)
	switch {
	case !complete && word == "":
		return nil
	case !complete:
		return []string{word}
	case len(syllables) == 1 || word == "":
		return []string{row}
	}
	return []string{word, row}
}

// compose returns the likeliest row of words read so, "" if a syllable has none.
func (d *Dictionary) compose(syllables []string) string {
	type step struct {
		cost float64
		text string
		ok   bool
	}
	best := make([]step, len(syllables)+1)
	best[0].ok = true
	for end := 1; end <= len(syllables); end++ {
		for begin := max0(end - 4); begin < end; begin++ {
			if !best[begin].ok {
				continue
			}
			words := d.words(strings.Join(syllables[begin:end], " "))
			if len(words) == 0 {
				continue
			}
			cost := best[begin].cost + d.cost(words[0])
			if !best[end].ok || cost < best[end].cost {
				best[end] = step{cost: cost, text: best[begin].text + words[0].text, ok: true}
			}
		}
	}
	return best[len(syllables)].text
}

// splits cuts letters into syllables in every way, complete ones first and of
// those the ones with the fewest syllables: "xian" is 先 before 西安.
func (d *Dictionary) splits(letters string) []split {
	var found []split
	d.cut(letters, 0, split{}, &found)
	sort.SliceStable(found, func(i, j int) bool {
		if found[i].open != found[j].open {
			return !found[i].open
		}
		return len(found[i].syllables) < len(found[j].syllables)
	})
	return found[:min(mostSplits, len(found))]
}

// maxSyllable is the length of the longest syllable, "zhuang".
const maxSyllable = 6

func (d *Dictionary) cut(letters string, at int, so split, found *[]split) {
	for at < len(letters) && letters[at] == '\'' {
		at++
	}
	if at == len(letters) {
		if len(so.syllables) > 0 {
			so.ends[len(so.ends)-1] = at
			*found = append(*found, so)
		}
		return
	}
	if len(*found) >= 4*mostSplits {
		return
	}
	for n := min(maxSyllable, len(letters)-at); n >= 1; n-- {
		syllable := letters[at : at+n]
		if d.syllables[syllable] {
			d.cut(letters, at+n, so.with(syllable, at+n), found)
		}
	}
	if rest := letters[at:]; len(rest) < maxSyllable && !d.syllables[rest] && d.begins(rest) {
		open := so.with(rest, len(letters))
		open.open = true
		*found = append(*found, open)
	}
}

// with returns a longer split; the slices are copied, because several ways go
// on from the same beginning.
func (s split) with(syllable string, end int) split {
	return split{
		syllables: append(append([]string(nil), s.syllables...), syllable),
		ends:      append(append([]int(nil), s.ends...), end),
	}
}

// begins reports whether some syllable begins so.
func (d *Dictionary) begins(letters string) bool {
	i := d.from(letters)
	if i >= len(d.lines) {
		return false
	}
	reading, _ := d.line(i)
	return strings.HasPrefix(string(reading), letters) && !strings.Contains(letters, "'")
}
