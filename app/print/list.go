package print

import (
	"strconv"
	"strings"
)

// listed sets short things that only need to be on record in one paragraph:
// "已收材料：1.居民身份证；2.租房合同。"
func (l *layout) listed(label string, things []string) {
	if len(things) == 0 {
		return
	}
	numbered := make([]string, len(things))
	for i, t := range things {
		numbered[i] = strconv.Itoa(i+1) + "." + t
	}
	l.paragraph(label+strings.Join(numbered, "；")+"。", style{size: sizeBody})
}

// checklist sets what somebody must bring, a square to tick before each.
func (l *layout) checklist(things []string, s style) {
	for i, t := range things {
		no := strconv.Itoa(i+1) + "."
		side := s.size * point * 0.8
		tick := func(p *pen, x, baseline float64) {
			p.frame(x, baseline-side+0.1*side, side, side, 0.35)
			p.text(x+side+2, baseline, s, no)
		}
		l.hang(tick, side+2+l.pen.width(no, s)+1, t, s)
	}
}

// boxed frames one line that must not be overlooked; it is our own words and
// fits.
func (l *layout) boxed(text string) {
	s := style{size: sizeState, weight: bold}
	const height = 7.5
	l.add(block{height: height + 1, draw: func(p *pen, x, y float64) {
		p.frame(x, y, l.width, height, thick)
		p.text(x+(l.width-p.width(text, s))/2, y+height/2+0.38*s.size*point, s, text)
	}})
}
