package print

import (
	"fmt"
	"io"
)

// sheet is the paper in the printer. All layout follows from it: another one,
// a roll of 80 mm say, is another value and a narrower panel.
type sheet struct {
	width, height float64
	margin        float64 // left and right
	top, bottom   float64
}

// a5 is what the windows' printers hold (GB/T 148: 148 by 210 mm).
var a5 = sheet{width: 148, height: 210, margin: 12, top: 16.5, bottom: 10.5}

func (s sheet) column() float64 { return s.width - 2*s.margin }
func (s sheet) room() float64   { return s.height - s.top - s.bottom }

// paper is a slip or a notice ready to be drawn.
type paper struct {
	Imprint
	title string
	no    string // on further pages
	write func(*layout)
}

// pdf writes the paper to w. Nothing is written when it fails.
func (d paper) pdf(w io.Writer) error {
	p, err := d.draw()
	if err != nil {
		return err
	}
	raw, err := p.save()
	if err != nil {
		return err
	}
	done, err := finish(raw, d.title, d.PrintedAt)
	if err != nil {
		return fmt.Errorf("finish pdf: %w", err)
	}
	if _, err := w.Write(done); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}

// draw draws the applicant's copy and the window's.
func (d paper) draw() (*pen, error) {
	p, err := newPen(a5)
	if err != nil {
		return nil, fmt.Errorf("open print fonts: %w", err)
	}
	l := &layout{pen: p, width: a5.column()}
	d.write(l)
	pages := paginate(l.blocks, a5.room())
	for _, whose := range []string{copyApplicant, copyWindow} {
		for i, blocks := range pages {
			d.page(p, whose, blocks, i+1, len(pages))
		}
	}
	return p, nil
}

// page draws one page: the demonstration's marks under everything, then head,
// text and page number.
func (d paper) page(p *pen, whose string, blocks []block, n, of int) {
	p.pdf.AddPage()
	if d.Demo {
		p.demo(a5)
	}
	d.head(p, whose, n)
	y := a5.top
	for _, b := range blocks {
		if b.spring {
			y += slack(blocks, a5.room())
		}
		if b.draw != nil {
			b.draw(p, a5.margin, y)
		}
		y += b.height
	}
	d.number(p, n, of)
}

// Styles of the page's head and foot.
var (
	headStyle = style{size: sizeBody}
	footStyle = style{size: sizeSmall}
)

// How much of the column the centre's name may take at the head of the page,
// beside the two marks, and the imprint at its foot, beside the page number. A
// longer one goes into the text, where there is room for any.
const (
	headShare = 0.62
	footShare = 0.78
)

func (m Imprint) heads(p *pen) bool {
	return p.width(drawable(m.Centre), headStyle) <= a5.column()*headShare
}

func (m Imprint) foots(p *pen) bool { return p.width(m.made(), footStyle) <= a5.column()*footShare }

// head names the centre, or on a further page the paper that continues, and
// marks whose copy it is and a reprint.
func (d paper) head(p *pen, whose string, n int) {
	const top, line = 9.0, 13.4
	s := style{size: sizeBody, weight: bold}
	switch {
	case n > 1:
		d.continued(p, line, s)
	case d.heads(p):
		p.text(a5.margin, line, headStyle, drawable(d.Centre))
	}
	right := a5.width - a5.margin
	right -= p.tag(right, top, s, whose, false) + 2
	if d.Reprint {
		p.tag(right, top, s, markReprint, true)
	}
}

// continued names the paper on a further page, with its number, so that loose
// sheets find together.
func (d paper) continued(p *pen, baseline float64, s style) {
	title := d.title + markContinued
	p.text(a5.margin, baseline, s, title)
	x := p.width(title, s) + 2
	if no := drawable(grouped(d.no)); x+p.width(no, footStyle) <= a5.column()*headShare {
		p.text(a5.margin+x, baseline, footStyle, no)
	}
}

// tag draws a framed word, white on black when inverse, that ends at right, and
// returns its width.
func (p *pen) tag(right, y float64, s style, word string, inverse bool) float64 {
	const pad, height = 2.0, 6.5
	width := p.width(word, s) + 2*pad
	x := right - width
	if inverse {
		p.fill(x, y, width, height)
		p.shade(1)
	}
	p.frame(x, y, width, height, thick)
	p.text(x+pad, y+height/2+0.38*s.size*point, s, word)
	p.shade(0)
	return width
}

// number draws the imprint and the page's number at the foot of the page.
func (d paper) number(p *pen, n, of int) {
	y := a5.height - 6
	p.line(a5.margin, y-4, a5.width-a5.margin, y-4, thin)
	if d.foots(p) {
		p.text(a5.margin, y, footStyle, d.made())
	}
	pages := fmt.Sprintf("第%d页 共%d页", n, of)
	p.text(a5.width-a5.margin-p.width(pages, footStyle), y, footStyle, pages)
}
