package print

import (
	"io"

	"ruhui/store/civil"
)

// Slip is the receipt (受理回执) of one visit, with all its results: the
// residence case and the union application are on one slip. The caller gives
// names and numbers masked, in the sentences too; a MaskedName or MaskedNumber
// without a star is masked all the same.
type Slip struct {
	Imprint
	MaskedName   string // 王*
	MaskedNumber string // 511399********0017
	Results      []Result

	// Link is the address of the visit's page: the residents' base address, /s/
	// and the token. Without one, or with one too long for a code of 45 mm, the
	// slip asks the visitor to telephone, large, and its code holds the first
	// case number for a window's scanner.
	Link string
	// Offline adds 离线受理，以公安机关登记结果为准.
	Offline bool
}

// Result is one matter of a visit and what became of it. Empty fields and dates
// not given are left out: a union application that was not made has a Matter, a
// State and a Note only.
type Result struct {
	Matter     string     // 居住登记, 申请加入工会
	No         string     // the case number, 25 characters; printed in groups
	State      string     // one sentence: 已受理，公安机关审核中
	AcceptedOn civil.Date // 受理日期
	PromisedOn civil.Date // 承诺办结日期, printed large
	Materials  []string   // received
	Missing    []string   // still to be brought
	Notes      []string   // 可申领日期为…, 拟加入…, 不同意入会不影响居住登记
}

// PDF writes the applicant's copy and the window's to w, on A5. The same slip
// gives the same bytes. Any text is accepted; an error is the font's or w's.
func (s Slip) PDF(w io.Writer) error { return s.paper().pdf(w) }

func (s Slip) paper() paper {
	return paper{Imprint: s.Imprint, title: titleSlip, no: s.no(), write: s.write}
}

// FileName suggests a name for the PDF. The id should be the act's: a slip's
// token opens its page, and file names are seen by many. Nothing but letters
// and digits of ASCII, '-' and '_' is taken from it.
func (s Slip) FileName(id string) string { return fileName(titleSlip, id) }

// no is the first case number, "" when no result has one.
func (s Slip) no() string {
	for _, r := range s.Results {
		if r.No != "" {
			return r.No
		}
	}
	return ""
}

func (s Slip) write(l *layout) {
	s.title(l, titleSlip)
	person(l, s.MaskedName, s.MaskedNumber)
	for i, r := range s.Results {
		number := ""
		if len(s.Results) > 1 && i < len(ordinals) {
			number = ordinals[i] + "、"
		}
		if i > 0 {
			l.separate()
		}
		r.write(l, number)
	}
	l.foot()
	from := len(l.blocks)
	if s.Offline {
		l.boxed(wordOffline)
	}
	l.rule(thick)
	s.place(l, s.panel())
	s.signatures(l)
	l.glueFrom(from)
}

// panel is the way to ask how things stand: scan, or without a page telephone.
func (s Slip) panel() panel {
	if _, ok := newCode(s.Link, codeSide); ok {
		return panel{code: s.Link, side: codeSide, caption: wordScan, phone: sizePhone}
	}
	return panel{code: s.no(), side: codeWindow, caption: wordAtWindow, ask: wordAskNumber, phone: sizeCall}
}

// write sets one result: what it is, how it stands, its number and its date,
// then the papers.
func (r Result) write(l *layout, number string) {
	l.gap(2)
	from := len(l.blocks)
	l.paragraph(number+r.Matter, style{size: sizeMatter, weight: bold})
	l.paragraph(r.State, style{size: sizeState, weight: bold})
	l.glueFrom(from)
	if !r.AcceptedOn.IsZero() {
		l.paragraph("你申请的【"+r.Matter+"】材料已于"+r.AcceptedOn.Chinese()+"受理。", style{size: sizeBody})
	}
	if r.No != "" {
		l.labelled(wordNo, grouped(r.No), style{size: sizeNo, weight: bold})
	}
	if !r.PromisedOn.IsZero() {
		l.labelled(wordPromised, r.PromisedOn.Chinese(), style{size: sizeDate, weight: bold})
	}
	l.listed(wordReceived, r.Materials)
	if len(r.Missing) > 0 {
		l.paragraph(wordMissing, style{size: sizeState, weight: bold})
		l.checklist(r.Missing, style{size: sizeState})
	}
	for _, note := range r.Notes {
		l.item("·", note, style{size: sizeBody})
	}
}
