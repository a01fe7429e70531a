package print

import (
	"strings"
	"time"

	"ruhui/store/civil"
	"ruhui/store/ident"
)

// Imprint is what every paper says of where, when and by whom it was printed.
// Empty fields are left out.
type Imprint struct {
	Centre   string // the service centre's name, heads the paper
	Window   string // as the sign above it says, without the word: "3号"
	ClerkNo  string // the clerk's number, never the name
	Terminal string // the terminal's number within its town

	PrintedAt time.Time // printed as Shanghai time, to the minute

	Phone          string // 查询电话, printed large
	ComplaintPhone string // 投诉电话

	Reprint bool // marks the paper 补打
	Demo    bool // marks every page 演示: invented people, not a receipt
}

// made is one line: window, clerk, terminal, time.
func (m Imprint) made() string {
	var parts []string
	add := func(label, value string) {
		if value = drawable(value); value != "" {
			parts = append(parts, label+" "+value)
		}
	}
	add(wordWindow, m.Window)
	add(wordClerkNo, m.ClerkNo)
	add(wordTerminal, m.Terminal)
	if !m.PrintedAt.IsZero() {
		add(wordPrintedAt, m.PrintedAt.In(civil.Shanghai).Format("2006-01-02 15:04"))
	}
	return strings.Join(parts, "  ")
}

// title draws the centre's name, where the head had no room for it, and the
// paper's.
func (m Imprint) title(l *layout, title string) {
	if !m.heads(l.pen) {
		l.paragraph(m.Centre, headStyle)
	}
	l.centred(title, style{size: sizeTitle, weight: bold})
	l.rule(thick)
}

// person greets the applicant. Name and number come masked; one that carries no
// star was forgotten, and is masked here rather than printed in full.
func person(l *layout, maskedName, maskedNumber string) {
	if !strings.Contains(maskedName, "*") {
		maskedName = ident.MaskName(maskedName)
	}
	if !strings.Contains(maskedNumber, "*") {
		maskedNumber = ident.MaskID(maskedNumber)
	}
	l.gap(1)
	name := style{size: sizeName, weight: bold}
	if maskedName = drawable(maskedName); maskedName != "" {
		maskedName += "："
	}
	number := strings.TrimSpace(wordDocNo + "  " + drawable(maskedNumber))
	if maskedNumber == "" {
		l.paragraph(maskedName, name)
		return
	}
	small := style{size: sizeBody}
	width := l.pen.width(number, small)
	if l.pen.width(maskedName, name)+5+width > l.width {
		l.paragraph(maskedName, name)
		l.paragraph(number, small)
		return
	}
	l.add(block{height: name.height(), draw: func(p *pen, x, y float64) {
		p.text(x, y+name.baseline(), name, maskedName)
		p.text(x+l.width-width, y+name.baseline(), small, number)
	}})
}

// signatures are the two lines to sign on.
func (m Imprint) signatures(l *layout) {
	l.gap(1)
	l.add(block{height: 10, glue: true, draw: func(p *pen, x, y float64) {
		half := l.width / 2
		for i, who := range []string{wordClerkSigns, wordApplicantSigns} {
			left := x + float64(i)*half
			p.text(left, y+8, style{size: sizeBody}, who)
			p.line(left+p.width(who, style{size: sizeBody})+1, y+9, left+half-4, y+9, thin)
		}
	}})
	if !m.foots(l.pen) {
		l.paragraph(m.made(), footStyle)
	}
}
