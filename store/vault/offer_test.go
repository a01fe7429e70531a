package vault

import (
	"fmt"
	"strings"
	"testing"
)

func TestOfferedPasswordsMayBeSet(t *testing.T) {
	words := make([]string, leastWords)
	for i := range words {
		words[i] = fmt.Sprintf("ci%04d", i)
		if i%2 == 0 {
			words[i] = "a" // four of them would be too short
		}
	}
	seen := map[string]bool{}
	for range 200 {
		p, err := Offer(words)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckPassword(p); err != nil || len(strings.Fields(p)) != offeredWords {
			t.Errorf("offered %d words: %v", len(strings.Fields(p)), err)
		}
		if err := CheckPassword(strings.ReplaceAll(p, " ", "")); err != nil {
			t.Errorf("without its blanks: %v", err)
		}
		if seen[p] {
			t.Error("the same one twice")
		}
		seen[p] = true
	}
	if _, err := Offer(words[1:]); err == nil {
		t.Error("offered from too few words")
	}
	for i := range words {
		words[i] = "a"
	}
	if _, err := Offer(words); err == nil {
		t.Error("offered a password that may not be set")
	}
}
