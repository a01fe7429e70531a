package print

// panel is the square code with its caption and, beside it, the telephone: what
// the visitor acts upon later. It stands at the foot of the paper.
type panel struct {
	code    string  // what the code says
	side    float64 // of its dark modules together, at least
	caption string
	ask     string  // over the telephone
	phone   float64 // its size
}

// sideMost is how high the text beside the code may be; what is longer goes on
// below the panel. A telephone number never is, whatever else is typed into
// that field may be.
const sideMost = 45

// place draws the panel, without a code when there is nothing to encode.
func (m Imprint) place(l *layout, want panel) {
	c, ok := newCode(want.code, want.side)
	if !ok {
		m.phones(l, want)
		return
	}
	wide := max(c.side, l.pen.width(want.caption, captionStyle))
	indent := wide + 5
	side := &layout{pen: l.pen, width: l.width - indent}
	m.phones(side, want)
	lines, rest, used := splitAt(side.blocks, sideMost)

	left := c.side + captionStyle.height()
	height := max(left, used)
	l.add(block{height: height, draw: func(p *pen, x, y float64) {
		top := y + (height-left)/2
		c.draw(p, x+(wide-c.side)/2, top)
		p.text(x+(wide-p.width(want.caption, captionStyle))/2, top+c.side+captionStyle.baseline(), captionStyle, want.caption)
		stack(p, lines, x+indent, y+(height-used)/2)
	}})
	l.blocks = append(l.blocks, rest...)
}

var captionStyle = style{size: sizeState, weight: bold}

// splitAt divides blocks where they reach a height; used is the first part's.
func splitAt(blocks []block, height float64) (before, after []block, used float64) {
	n := 0
	for n < len(blocks) && used+blocks[n].height <= height {
		used += blocks[n].height
		n++
	}
	return blocks[:n], blocks[n:], used
}

// stack draws blocks one below the other.
func stack(p *pen, blocks []block, x, y float64) {
	for _, b := range blocks {
		if b.draw != nil {
			b.draw(p, x, y)
		}
		y += b.height
	}
}

// phones sets the telephone numbers, that for questions as large as it may be.
func (m Imprint) phones(l *layout, want panel) {
	if phone := drawable(m.Phone); phone != "" {
		l.paragraph(wordPhone, style{size: sizeState, weight: bold})
		l.paragraph(phone, l.pen.shrunk(phone, style{size: want.phone, weight: bold}, l.width))
		if want.ask != "" {
			l.paragraph(want.ask, style{size: sizeState})
		}
		l.gap(1)
	}
	if m.ComplaintPhone != "" {
		l.labelled(wordComplaint, m.ComplaintPhone, style{size: sizeName, weight: bold})
	}
}
