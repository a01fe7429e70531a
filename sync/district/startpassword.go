package district

import (
	"fmt"
	"strings"
	"sync"

	"ruhui/assets"
	"ruhui/store/vault"
)

// startPassword offers four pinyin words joined by dashes: what is read from
// paper and typed once must show where a word ends, also to who leaves no blanks.
func startPassword() (string, error) {
	words, err := passwordWords()
	if err != nil {
		return "", err
	}
	offered, err := vault.Offer(words)
	return strings.ReplaceAll(offered, " ", "-"), err
}

// passwordWords are the readings of words of two syllables, of the dictionary the
// windows' input method has.
var passwordWords = sync.OnceValues(func() ([]string, error) {
	dictionary, err := assets.Pinyin()
	if err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	var words []string
	seen := map[string]bool{}
	for line := range strings.Lines(string(dictionary)) {
		reading, _, _ := strings.Cut(line, "\t")
		word := strings.ReplaceAll(reading, " ", "")
		if strings.Count(reading, " ") == 1 && !seen[word] {
			seen[word] = true
			words = append(words, word)
		}
	}
	return words, nil
})
