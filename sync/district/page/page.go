// Package page is what residents see on their own phones: the page a slip's code
// leads to. It is plain HTML of a few kilobytes without script, in large type, and
// says how matters stand, without name or number: a slip may be lost, and a phone
// looked at over a shoulder.
//
// It knows records and texts, not the archive and not HTTP's routes.
package page

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"slices"

	"ruhui/store/civil"
	"ruhui/store/record"
)

// Slip is what a page says.
type Slip struct {
	Matters   []Matter // none: the slip is not here (yet)
	Telephone string
	Complaint string // telephone; may be empty
}

// Matter is one matter of a slip.
type Matter struct {
	Name  string // 居住登记, 入会申请 …
	State string // one sentence
	Due   string // a labelled date, or empty
}

//go:embed page.html
var text string

var layout = template.Must(template.New("page").Parse(text))

// Render gives the page as HTML, at most 10 KiB.
func (s Slip) Render() ([]byte, error) {
	var out bytes.Buffer
	if err := layout.Execute(&out, s); err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	return out.Bytes(), nil
}

// MattersOf gives the matters of the slip with a token, none when the person has
// no such slip.
func MattersOf(p *record.Person, token string, cal civil.Calendar) []Matter {
	i := slices.IndexFunc(p.Slips, func(s record.Slip) bool { return s.Token == token })
	if i < 0 {
		return nil
	}
	slip := &p.Slips[i]
	var list []Matter
	for i := range p.Cases {
		if c := &p.Cases[i]; on(slip, c.No, c.Former) {
			list = append(list, residence(c))
		}
	}
	for i := range p.Members {
		if m := &p.Members[i]; on(slip, m.No, m.Former) && !hasTransfer(p, m) {
			list = append(list, membership(m, cal))
		}
	}
	for i := range p.Transfers {
		if x := &p.Transfers[i]; on(slip, x.No, x.Former) {
			list = append(list, transfer(x))
		}
	}
	if len(list) == 0 { // a service, or something of a newer program
		list = []Matter{{Name: "办理事项", State: "已收到。详情请向窗口查询。"}}
	}
	return list
}

// on says that the slip speaks of a number, also one that was replaced since.
func on(s *record.Slip, no string, former []string) bool {
	return slices.Contains(s.Numbers, no) ||
		slices.ContainsFunc(former, func(old string) bool { return slices.Contains(s.Numbers, old) })
}

// hasTransfer: a membership that came by transfer is told as the transfer.
func hasTransfer(p *record.Person, m *record.Membership) bool {
	return slices.ContainsFunc(p.Transfers, func(x record.Transfer) bool { return x.ID == m.ID })
}

func residence(c *record.ResidenceCase) Matter {
	m := Matter{Name: caseNames[c.Type], State: caseStates[c.State]}
	switch c.State {
	case record.Accepted, record.Reviewing, record.Approved:
		m.Due = dated("承诺办结日期", c.PromisedOn)
	case record.NeedSupplement:
		if c.Notice != nil {
			m.Due = dated("补交截止日期", c.Notice.DueOn)
		}
	case record.Completed:
		m.Due = dated("办结日期", c.EndedOn)
	}
	return m
}

func membership(m *record.Membership, cal civil.Calendar) Matter {
	out := Matter{Name: "加入工会申请", State: memberStates[m.State]}
	switch m.State {
	case record.Pending:
		due, _ := cal.Due(m.AppliedOn, civil.MembershipDecision)
		out.Due = dated("预计答复日期", due)
	case record.Active, record.Retained:
		out.Due = dated("入会日期", m.JoinedOn)
	}
	return out
}

func transfer(x *record.Transfer) Matter {
	return Matter{Name: "会员组织关系接转", State: transferStates[x.State]}
}

func dated(label string, on civil.Date) string {
	if on.IsZero() {
		return ""
	}
	return label + "：" + on.Chinese()
}
