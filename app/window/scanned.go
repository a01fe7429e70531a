package window

import (
	"net/url"
	"strings"

	"ruhui/store/ident"
)

// slipPath is where the residents' pages show a slip: the rest is its token.
const slipPath = "/s/"

// tokenLength is that of a slip's token: 128 bits in base64url.
const tokenLength = 22

// scanned is what a scanned text is looked up by: the token of a slip's link,
// everything else as it is.
func scanned(text string) string {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	if at := strings.LastIndex(u.Path, slipPath); at >= 0 {
		return u.Path[at+len(slipPath):]
	}
	return text
}

// isOurs says that a scanned text is a number or a link of ours. Anything else,
// such as the number on somebody's paper, belongs to the field it was scanned
// into.
func isOurs(text string) bool {
	if s := scanned(text); s != strings.TrimSpace(text) {
		return len(s) == tokenLength
	}
	if _, check := ident.ParseCaseNo(text); check.OK() {
		return true
	}
	_, check := ident.ParseMemberNo(text)
	return check.OK()
}

// onScan finds whom a slip or a card belongs to, wherever it is scanned.
func (w *Window) onScan(text string) bool {
	if w.session == nil || !isOurs(text) {
		return false
	}
	w.find(scanned(text))
	return true
}
