package vault

import (
	"crypto/rand"
	"errors"
	"math/big"
	"strings"
	"unicode/utf8"
)

// offeredWords is how many words an offered password has.
const offeredWords = 4

// leastWords keeps an offered password worth guessing at: with 2000 words, four
// of them are 44 bits.
const leastWords = 2000

// Offer makes a password of four random words, with blanks between them. words
// are pinyin words without blanks, such as those of the input method; they must
// be at least 2000 different ones. Words too short to give [MinPassword]
// characters between them are drawn again.
func Offer(words []string) (string, error) {
	if len(words) < leastWords {
		return "", errors.New("offer password: too few words")
	}
	for range 100 {
		drawn := make([]string, offeredWords)
		for i := range drawn {
			n, err := rand.Int(rand.Reader, big.NewInt(int64(len(words))))
			if err != nil {
				return "", err
			}
			drawn[i] = words[n.Int64()]
		}
		// The blanks are not counted: who leaves them out when setting it may.
		if utf8.RuneCountInString(strings.Join(drawn, "")) >= MinPassword {
			return strings.Join(drawn, " "), nil
		}
	}
	return "", errors.New("offer password: words too short")
}
