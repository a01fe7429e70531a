package ui

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/skip2/go-qrcode"
)

// quiet is the white margin a QR code needs, in modules (ISO/IEC 18004).
const quiet = 4

// QR shows a QR code. Each module covers a whole number of the screen's pixels:
// blurred edges are what old telephones fail at.
type QR struct {
	widget.BaseWidget
	modules [][]bool
	raster  *canvas.Raster
}

// NewQR returns a code of text, empty when text is. Text must fit a code (some
// 2300 bytes); otherwise an error comes back, without the text.
func NewQR(text string) (*QR, error) {
	q := &QR{}
	q.raster = canvas.NewRasterWithPixels(q.pixel)
	q.ExtendBaseWidget(q)
	return q, q.Set(text)
}

// Set shows another text; "" shows nothing, when the visitor has left.
func (q *QR) Set(text string) error {
	q.modules = nil
	defer q.Refresh()
	if text == "" {
		return nil
	}
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("encode qr of %d bytes: %w", len(text), err)
	}
	code.DisableBorder = true
	q.modules = code.Bitmap()
	return nil
}

// pixel says what colour one pixel of a w by h picture has.
func (q *QR) pixel(x, y, w, h int) color.Color {
	n := len(q.modules) + 2*quiet
	side := min(w, h) / n
	if len(q.modules) == 0 || side == 0 {
		return theme.Color(ColorPaper)
	}
	column, row := x-(w-side*n)/2, y-(h-side*n)/2
	if column < 0 || row < 0 {
		return theme.Color(ColorPaper)
	}
	column, row = column/side-quiet, row/side-quiet
	if column >= 0 && row >= 0 && row < len(q.modules) && column < len(q.modules) && q.modules[row][column] {
		return theme.Color(ColorInk)
	}
	return theme.Color(ColorPaper)
}

// CreateRenderer draws the code.
func (q *QR) CreateRenderer() fyne.WidgetRenderer { return &qrRenderer{qr: q} }

type qrRenderer struct{ qr *QR }

func (r *qrRenderer) Layout(size fyne.Size) { r.qr.raster.Resize(size) }
func (r *qrRenderer) MinSize() fyne.Size    { return fyne.NewSquareSize(theme.Size(SizeQR)) }
func (r *qrRenderer) Refresh()              { r.qr.raster.Refresh() }
func (r *qrRenderer) Destroy()              {}

func (r *qrRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.qr.raster} }
