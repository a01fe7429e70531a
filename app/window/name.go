package window

import (
	"fmt"
	"strings"

	"ruhui/assets"
	"ruhui/store/ident"
)

// box stands for a character that no font draws.
const box = '□'

// shownName is a name to be read: characters without a shape, from before they
// had a code, are boxes. What is recorded keeps them.
func shownName(name string) string {
	return strings.Map(func(r rune) rune {
		if ident.HasUncoded(string(r)) || !assets.Has(r) {
			return box
		}
		return r
	}, name)
}

// uncoded lists the code points of a name that no font draws.
func uncoded(name string) string {
	var codes []string
	for _, r := range name {
		if ident.HasUncoded(string(r)) {
			codes = append(codes, fmt.Sprintf("%U", r))
		}
	}
	return strings.Join(codes, " ")
}
