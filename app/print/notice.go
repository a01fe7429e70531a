package print

import (
	"io"
	"strings"
	"unicode"

	"ruhui/store/civil"
)

// MaterialNotice tells an applicant once and in full what is still missing
// (一次性告知书, Administrative Licence Law art. 32(4)). The caller gives name
// and number masked. Empty fields are left out.
type MaterialNotice struct {
	Imprint
	MaskedName   string
	MaskedNumber string
	Matter       string     // 居住证申领
	No           string     // the case number; also in the code, to be scanned at the window
	NoticeOn     civil.Date // the day it was told
	DueOn        civil.Date // the last day, printed large
	DeliverTo    string     // the window, as a place to go to; the Imprint's Window when empty
	Received     []string   // materials handed in
	Missing      []string   // materials to bring
	Promise      string     // in writing, where it was accepted before they are there (容缺受理); "" otherwise
	Notes        []string   // how to deliver them, opening hours
}

// PDF writes the applicant's copy and the window's to w, as [Slip.PDF] does.
func (n MaterialNotice) PDF(w io.Writer) error { return n.paper().pdf(w) }

func (n MaterialNotice) paper() paper {
	return paper{Imprint: n.Imprint, title: titleNotice, no: n.No, write: n.write}
}

// FileName suggests a name for the PDF, as [Slip.FileName] does.
func (n MaterialNotice) FileName(id string) string { return fileName(titleNotice, id) }

func (n MaterialNotice) write(l *layout) {
	n.title(l, titleNotice)
	person(l, n.MaskedName, n.MaskedNumber)
	l.gap(2)
	l.paragraph(n.opening(), style{size: sizeState})
	l.gap(1)
	l.checklist(n.Missing, style{size: sizeMatter, weight: bold})
	l.gap(2)
	n.deadline(l)
	for _, note := range n.Notes {
		l.item("·", note, style{size: sizeBody})
	}
	l.gap(2)
	l.listed(wordReceived, n.Received)
	l.foot()
	from := len(l.blocks)
	if n.No != "" {
		l.labelled(wordNo, grouped(n.No), style{size: sizeNo, weight: bold})
	}
	if !n.NoticeOn.IsZero() {
		l.labelled(wordNoticeOn, n.NoticeOn.Chinese(), style{size: sizeBody})
	}
	l.rule(thick)
	n.place(l, panel{code: n.No, side: codeSide, caption: wordBringBack, phone: sizePhone})
	n.signatures(l)
	l.glueFrom(from)
}

// opening says why there is something to bring: before the case is accepted, or
// after, on a promise.
func (n MaterialNotice) opening() string {
	if n.Promise != "" {
		return "你申请的【" + n.Matter + "】已先行受理（容缺受理），请补交下列材料："
	}
	return "你申请的【" + n.Matter + "】尚需补充下列材料："
}

// deadline is the form's sentence, its date set large in the midst of it.
func (n MaterialNotice) deadline(l *layout) {
	to := n.DeliverTo
	if to == "" {
		to = n.Window
	}
	body := style{size: sizeState}
	if n.DueOn.IsZero() {
		l.paragraph("请交至"+to+"。", body)
		return
	}
	from := len(l.blocks)
	l.labelled(wordDueOn, n.DueOn.Chinese()+"前", style{size: sizeDate, weight: bold})
	l.glueFrom(from)
	if n.Promise != "" {
		l.paragraph("交至"+to+"，逾期未补交的，按承诺处理。", body)
		l.paragraph(wordPromise+n.Promise, style{size: sizeBody})
		return
	}
	l.paragraph("交至"+to+"，逾期未补正的本次收件终止，可重新申请。", body)
}

// fileName keeps of the id what is safe in a name on any system and tells
// nothing of a person.
func fileName(title, id string) string {
	id = strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, id)
	if id == "" {
		return title + ".pdf"
	}
	return title + "-" + id + ".pdf"
}
