package window

import (
	"strings"

	"ruhui/assets"
	"ruhui/store/record"
)

// caseState, memberState and transferState are the staff's words for states.
func caseState(s record.CaseState) string { return word("State.", string(s)) }

func memberState(s record.MembershipState) string { return word("Membership.", string(s)) }

func transferState(s record.TransferState) string {
	if s == record.TimedOut {
		return assets.Text("TransferState.Timeout")
	}
	return word("TransferState.", string(s))
}

func transferKind(k record.TransferKind) string { return word("TransferKind.", string(k)) }

// word makes need_supplement NeedSupplement, as the texts are keyed.
func word(prefix, state string) string {
	if state == "" {
		return ""
	}
	var key strings.Builder
	for _, part := range strings.Split(state, "_") {
		key.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return assets.Text(prefix + key.String())
}
