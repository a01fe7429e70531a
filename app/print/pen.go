package print

import (
	"bytes"
	"fmt"

	"github.com/signintech/gopdf"
)

// Lengths are millimetres from the page's upper left corner, sizes of type
// points.
const point = 25.4 / 72

// Line widths.
const (
	thin  = 0.2
	thick = 0.5
)

// Sizes of type. The date and the telephone are what a visitor looks for, so
// they are the largest; the smallest is still read without glasses at 40.
const (
	sizeSmall  = 8.5
	sizeBody   = 10.5
	sizeState  = 12
	sizeName   = 14
	sizeMatter = 14
	sizeNo     = 16
	sizeDate   = 20
	sizeTitle  = 22
	sizePhone  = 26
	sizeCall   = 36 // the telephone where there is no page to scan
)

// style is how a text is set. The zero weight is regular.
type style struct {
	size   float64
	weight weight
}

// height is the room a line takes, with the space between lines.
func (s style) height() float64 { return s.size * point * 1.37 }

// baseline is where a line begins, below its upper edge: Chinese characters
// have their middle 0.38 em above it.
func (s style) baseline() float64 { return s.height()/2 + 0.38*s.size*point }

// pen draws on the pages of one PDF. It keeps the first error and then does
// nothing more, so that drawing reads as a list of what is drawn; save tells it.
type pen struct {
	pdf    gopdf.GoPdf
	widths map[weight]map[rune]float64 // of one em
	err    error
}

func newPen(paper sheet) (*pen, error) {
	container, err := fonts()
	if err != nil {
		return nil, err
	}
	p := &pen{widths: map[weight]map[rune]float64{regular: {}, bold: {}}}
	p.pdf.Start(gopdf.Config{Unit: gopdf.UnitMM, PageSize: gopdf.Rect{W: paper.width, H: paper.height}})
	for _, w := range []weight{regular, bold} {
		if err := p.pdf.AddTTFFontFromFontContainer(w.family(), container); err != nil {
			return nil, fmt.Errorf("add %s font: %w", w.family(), err)
		}
	}
	return p, nil
}

// keep remembers the first error.
func (p *pen) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// measure gives how wide a letter is in a style.
func (p *pen) measure(s style) func(rune) float64 {
	em := s.size * point
	return func(r rune) float64 { return em * p.em(r, s.weight) }
}

func (p *pen) em(r rune, w weight) float64 {
	known := p.widths[w]
	if width, ok := known[r]; ok {
		return width
	}
	const size = 100 // large, so that rounding does not matter
	p.font(style{size, w})
	width, err := p.pdf.MeasureTextWidth(string(r))
	p.keep(err)
	known[r] = width / (size * point)
	return known[r]
}

// width of a drawable text.
func (p *pen) width(text string, s style) float64 {
	measure, sum := p.measure(s), 0.0
	for _, r := range text {
		sum += measure(r)
	}
	return sum
}

func (p *pen) font(s style) {
	p.keep(p.pdf.SetFont(s.weight.family(), "", s.size))
}

// text draws one line of drawable text from x on the baseline y.
func (p *pen) text(x, y float64, s style, text string) {
	if text == "" {
		return
	}
	p.font(s)
	p.pdf.SetXY(x, y)
	p.keep(p.pdf.Text(text))
}

// shade sets how dark what follows is filled: 0 is black, 1 white.
func (p *pen) shade(gray float64) { p.pdf.SetGrayFill(gray) }

func (p *pen) line(x1, y1, x2, y2, width float64) {
	p.pdf.SetLineWidth(width)
	p.pdf.Line(x1, y1, x2, y2)
}

// fill and frame draw a rectangle by its upper left corner.
func (p *pen) fill(x, y, w, h float64) { p.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "F") }

func (p *pen) frame(x, y, w, h, width float64) {
	p.pdf.SetLineWidth(width)
	p.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "D")
}

// save returns what gopdf writes, or the first error.
func (p *pen) save() ([]byte, error) {
	if p.err != nil {
		return nil, fmt.Errorf("draw page: %w", p.err)
	}
	var raw bytes.Buffer
	if _, err := p.pdf.WriteTo(&raw); err != nil {
		return nil, fmt.Errorf("write pages: %w", err)
	}
	return raw.Bytes(), nil
}
