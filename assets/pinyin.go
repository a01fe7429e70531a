package assets

import (
	_ "embed"
	"sync"
)

//go:embed pinyin/pinyin.txt.gz
var pinyinPacked []byte

var openPinyin = sync.OnceValues(func() ([]byte, error) { return unpack("pinyin dictionary", pinyinPacked) })

// Pinyin returns the dictionary of the pinyin input, UTF-8, one entry a line:
// reading, word, weight, separated by tabs. The syllables of a reading are
// lower case letters with single spaces between them, ü being written v ("lv
// qiu"); the weight is a whole number of times the word was seen in prose. Lines
// are ordered by the bytes of the reading, then by falling weight, then by word.
// The first call unpacks some 1.3 MB and keeps them; callers share the bytes and
// must not change them. Safe for concurrent use.
func Pinyin() ([]byte, error) { return openPinyin() }
