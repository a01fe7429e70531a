package print

import (
	"strings"

	"ruhui/store/ident"
)

// grouped sets gaps in a case number, so that it can be read out: kind, town,
// terminal, day, count, check. Another number is left as it is.
func grouped(no string) string {
	n, check := ident.ParseCaseNo(no)
	if !check.OK() {
		return no
	}
	s := n.String()
	return strings.Join([]string{s[:2], s[2:11], s[11:13], s[13:19], s[19:23], s[23:]}, " ")
}
