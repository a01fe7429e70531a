package setup

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"

	"ruhui/store/record"
	"ruhui/store/vault"
)

// Link is all a terminal needs to be set up over the line: where the district
// is, how its certificate is recognised, and the one-time code. It is printed as
// a QR code, which is therefore as secret as the code.
type Link struct {
	Address   string      // https, host and port
	Authority record.Hash // [Fingerprint] of the district's certificate authority
	Code      string
}

// linkMagic begins every link. The text holds capital letters, digits and a few
// signs only: the QR code stays small, and neither a scanner that types nor a
// keyboard with capitals locked can spoil it.
const linkMagic = "RUHUI:1:"

var linkDigits = base32.StdEncoding.WithPadding(base32.NoPadding)

// Fingerprint is the SHA-256 of a certificate's DER.
func Fingerprint(der []byte) record.Hash { return sha256.Sum256(der) }

// String writes the link as [ParseLink] reads it.
func (l Link) String() string {
	return linkMagic + strings.ToUpper(l.Address) + "/" + linkDigits.EncodeToString(l.Authority[:]) + "/" + l.Code
}

// ParseLink reads what a scanner typed: in whatever case and width, with blanks
// anywhere. [NotALink] is anything else; a slip in the code is [WrongCode].
func ParseLink(text string) (Link, error) {
	text = strings.ToUpper(strings.Join(strings.Fields(norm.NFKC.String(text)), ""))
	rest, ours := strings.CutPrefix(text, linkMagic)
	rest, typed, found := cutLast(rest)
	where, digits, whole := cutLast(rest)
	raw, err := linkDigits.DecodeString(digits)
	if !ours || !found || !whole || err != nil || len(raw) != sha256.Size {
		return Link{}, fmt.Errorf("read link: %w", NotALink)
	}
	l := Link{Address: strings.ToLower(where), Authority: record.Hash(raw)}
	if !PlainAddress(l.Address) {
		return Link{}, fmt.Errorf("read link: %w", NotALink)
	}
	if l.Code, err = vault.ReadCode(typed); err != nil {
		return Link{}, fmt.Errorf("read link: %w", WrongCode)
	}
	return l, nil
}

func cutLast(s string) (before, after string, found bool) {
	i := strings.LastIndexByte(s, '/')
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+1:], true
}

// PlainAddress says that s is https with a host and nothing behind it: what fits
// into a link, and survives its capitals.
func PlainAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && "https://"+u.Host == s
}
