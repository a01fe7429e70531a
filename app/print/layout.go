package print

// layout collects the blocks of one paper, top to bottom.
type layout struct {
	pen    *pen // to measure with
	width  float64
	blocks []block
}

func (l *layout) add(b block) { l.blocks = append(l.blocks, b) }

func (l *layout) gap(height float64) { l.add(block{height: height}) }

// foot says that what follows stands at the foot of its page.
func (l *layout) foot() { l.add(block{spring: true}) }

func (l *layout) rule(width float64) {
	l.add(block{height: 2, draw: func(p *pen, x, y float64) { p.line(x, y+1, x+l.width, y+1, width) }})
}

// separate is a rule between two parts, on the page of the second.
func (l *layout) separate() {
	l.add(block{height: 2.5, glue: true, draw: func(p *pen, x, y float64) { p.line(x, y+2, x+l.width, y+2, thin) }})
}

// mark draws what stands before the first line of a text, on its baseline.
type mark func(p *pen, x, baseline float64)

// hang sets text with a mark before it; its lines begin indent to the right.
// The first line stays with the next.
func (l *layout) hang(m mark, indent float64, text string, s style) {
	lines := wrap(drawable(text), l.width-indent, l.pen.measure(s))
	for i, line := range lines {
		l.add(block{height: s.height(), glue: i == 0 && len(lines) > 1, draw: func(p *pen, x, y float64) {
			if i == 0 && m != nil {
				m(p, x, y+s.baseline())
			}
			p.text(x+indent, y+s.baseline(), s, line)
		}})
	}
}

func (l *layout) paragraph(text string, s style) { l.hang(nil, 0, text, s) }

// item is a paragraph that a mark of letters hangs before.
func (l *layout) item(letters, text string, s style) {
	l.hang(written(letters, s), l.pen.width(letters, s)+1, text, s)
}

// labelled sets a value, smaller when that keeps it on one line, after its
// label. Labels are our own words.
func (l *layout) labelled(label, value string, s style) {
	small := style{size: sizeBody}
	indent := l.pen.width(label, small) + 3
	value = drawable(value)
	l.hang(written(label, small), indent, value, l.pen.shrunk(value, s, l.width-indent))
}

func written(letters string, s style) mark {
	return func(p *pen, x, baseline float64) { p.text(x, baseline, s, letters) }
}

// shrunk gives s in the size, not below a state's, that has text on one line;
// text that would not fit even so is set in that smallest size and broken.
func (p *pen) shrunk(text string, s style, width float64) style {
	for s.size > sizeState && p.width(text, s) > width {
		s.size--
	}
	return s
}

// centred sets one line in the middle; it is our own words and fits.
func (l *layout) centred(text string, s style) {
	l.add(block{height: s.height(), glue: true, draw: func(p *pen, x, y float64) {
		p.text(x+(l.width-p.width(text, s))/2, y+s.baseline(), s, text)
	}})
}

// glueFrom keeps what was added since there were n blocks on one page with
// what comes next.
func (l *layout) glueFrom(n int) {
	for i := n; i < len(l.blocks); i++ {
		l.blocks[i].glue = true
	}
}
