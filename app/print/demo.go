package print

import "github.com/signintech/gopdf"

// How dark the demonstration's marks are: seen at once, and what stands upon
// them still reads as black on white.
const (
	demoStripe = 0.82
	demoLetter = 0.91
)

// demo marks a page of a demonstration: a striped band across its upper edge
// and letters from corner to corner.
func (p *pen) demo(paper sheet) {
	const height, step = 8.0, 8.0
	p.shade(demoStripe)
	for x := -step; x < paper.width; x += step {
		p.pdf.Polygon([]gopdf.Point{
			{X: x, Y: height}, {X: x + step/2, Y: height}, {X: x + step/2 + height, Y: 0}, {X: x + height, Y: 0},
		}, "F")
	}
	p.shade(demoLetter)
	huge := style{size: 150, weight: bold}
	middleX, middleY := paper.width/2, paper.height/2
	p.pdf.Rotate(50, middleX, middleY)
	p.text(middleX-p.width(demoWord, huge)/2, middleY+0.38*huge.size*point, huge, demoWord)
	p.pdf.RotateReset()
	p.shade(0)

	s := style{size: sizeState, weight: bold}
	width := p.width(demoBanner, s)
	x := (paper.width - width) / 2
	p.shade(1)
	p.fill(x-4, 1, width+8, height-2)
	p.shade(0)
	p.text(x, height/2+0.38*s.size*point, s, demoBanner)
}
