package print

import "github.com/skip2/go-qrcode"

// The code of a page is at least 30 mm wide and its modules half a millimetre,
// so that a scratched telephone reads it from a hand's breadth; a window's
// scanner does with less. ISO/IEC 18004 asks for four modules of white around.
const (
	codeSide   = 30.0
	codeWindow = 18.0
	codeMost   = 45.0
	moduleSide = 0.5
	quiet      = 4
)

// code is a QR code, the side of one module and of its square, white edge
// included.
type code struct {
	modules [][]bool
	module  float64
	side    float64
}

// newCode encodes text in dark modules that are at least so wide together. There is none, ok false, for no text and for one so
// long that the code would be too large or too fine to be read.
func newCode(text string, wide float64) (c code, ok bool) {
	if text == "" {
		return code{}, false
	}
	made, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return code{}, false // longer than any code holds
	}
	made.DisableBorder = true
	c.modules = made.Bitmap()
	n := float64(len(c.modules))
	c.module = max(wide/n, moduleSide)
	c.side = c.module * (n + 2*quiet)
	return c, c.module*n <= codeMost
}

// draw puts the code's upper left corner at x, y. Each run of dark modules is
// one rectangle, a trace larger than it is, since viewers leave hairs of white
// between shapes that only touch.
func (c code) draw(p *pen, x, y float64) {
	const trace = 0.02
	p.shade(1)
	p.fill(x, y, c.side, c.side)
	p.shade(0)
	for row, line := range c.modules {
		for from := 0; from < len(line); from++ {
			to := from
			for to < len(line) && line[to] {
				to++
			}
			if to == from {
				continue
			}
			p.fill(x+float64(quiet+from)*c.module, y+float64(quiet+row)*c.module,
				float64(to-from)*c.module+trace, c.module+trace)
			from = to
		}
	}
}
