package ident

import (
	"fmt"
	"strconv"

	"ruhui/store/civil"
)

// The numbers we print are unique without a server: town, terminal and a count kept by the terminal. They are labels for
// people to read out; records are found by their ids.

// DemoTerminal is the terminal number of demonstrations; a district gives out 1 to 98.
const DemoTerminal = 99

// CaseKind is the two letters a case number begins with.
type CaseKind string

const (
	CaseResidence  CaseKind = "JZ" // 居住
	CaseMembership CaseKind = "RH" // 入会
	CaseTransfer   CaseKind = "ZJ" // 转接
	CaseService    CaseKind = "FW" // 服务
	CaseTraining   CaseKind = "PX" // 培训
)

func (k CaseKind) known() bool {
	return k == CaseResidence || k == CaseMembership || k == CaseTransfer || k == CaseService || k == CaseTraining
}

// CaseNo is the number of a case.
type CaseNo struct {
	Kind     CaseKind
	Town     string     // 9 digits
	Terminal int        // 1 to 99, within the town
	Day      civil.Date // of the years 2000 to 2099
	Seq      int        // 1 to 9999, per terminal and day
}

// Valid says that every part is within its bounds.
func (n CaseNo) Valid() bool {
	return n.Kind.known() && digits(n.Town, 9) && within(n.Terminal, 99) && within(n.Seq, 9999) && n.Day.Valid() &&
		n.Day.Year/100 == 20
}

// String gives 25 characters: kind, town, terminal, yymmdd, sequence and two check digits over all digits before them
// (ISO 7064 MOD 97-10). It gives "" when a part is out of bounds: such a number could not be read back.
func (n CaseNo) String() string {
	if !n.Valid() {
		return ""
	}
	body := fmt.Sprintf("%s%02d%s%04d", n.Town, n.Terminal, n.Day.Compact()[2:], n.Seq)
	return string(n.Kind) + body + check97(body)
}

// ParseCaseNo reads what String gives, also with spaces, hyphens and small letters in it.
func ParseCaseNo(s string) (CaseNo, Check) {
	s = Normalise(s)
	if len(s) != 25 || !CaseKind(s[:2]).known() || !digits(s[2:], 23) {
		return CaseNo{}, fail(BadFormat)
	}
	if !agrees97(s[2:]) {
		return CaseNo{}, fail(BadCheckDigit)
	}
	day, err := civil.ParseCompact("20" + s[13:19])
	if err != nil {
		return CaseNo{}, fail(BadDate)
	}
	n := CaseNo{CaseKind(s[:2]), s[2:11], number(s[11:13]), day, number(s[19:23])}
	if !n.Valid() { // terminal 00 or sequence 0000
		return CaseNo{}, fail(BadFormat)
	}
	return n, Check{}
}

// MemberNo is the number we give a member until the union's own system gives one, and beside it.
type MemberNo struct {
	Town     string // 9 digits
	Year     int    // 2000 to 2099
	Terminal int    // 1 to 99, within the town
	Seq      int    // 1 to 99999, per terminal and year
}

// Valid says that every part is within its bounds.
func (n MemberNo) Valid() bool {
	return digits(n.Town, 9) && n.Year/100 == 20 && within(n.Terminal, 99) && within(n.Seq, 99999)
}

// String gives 20 digits: town, two of the year, terminal, sequence and two check digits as of a CaseNo; "" when a part is
// out of bounds.
func (n MemberNo) String() string {
	if !n.Valid() {
		return ""
	}
	body := fmt.Sprintf("%s%02d%02d%05d", n.Town, n.Year%100, n.Terminal, n.Seq)
	return body + check97(body)
}

// ParseMemberNo reads what String gives, also with spaces and hyphens in it.
func ParseMemberNo(s string) (MemberNo, Check) {
	s = Normalise(s)
	if !digits(s, 20) {
		return MemberNo{}, fail(BadFormat)
	}
	if !agrees97(s) {
		return MemberNo{}, fail(BadCheckDigit)
	}
	n := MemberNo{s[:9], 2000 + number(s[9:11]), number(s[11:13]), number(s[13:18])}
	if !n.Valid() {
		return MemberNo{}, fail(BadFormat)
	}
	return n, Check{}
}

func within(n, most int) bool { return 1 <= n && n <= most }

// number reads up to 5 characters that are known to be digits.
func number(s string) int {
	n, _ := strconv.Atoi(s) // cannot fail: digits only
	return n
}

// mod97 is the remainder of a long row of digits.
func mod97(s string) int {
	rest := 0
	for i := range len(s) {
		rest = (rest*10 + int(s[i]-'0')) % 97
	}
	return rest
}

func check97(body string) string { return two(98 - mod97(body+"00")) }

// agrees97 asks for the very digits check97 gives, 02 to 98: by the remainder
// alone 00 would pass for 97 and 01 for 98, and one number be written in two ways.
func agrees97(s string) bool {
	body := len(s) - 2
	return check97(s[:body]) == s[body:]
}
