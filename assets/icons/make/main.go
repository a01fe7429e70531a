// Command make draws icon.png, the program's icon: a white window with a person
// in it on a red square. It is a sign of our own; the union's emblem is
// protected and is not drawn here. Run it as
//
//	go run ./assets/icons/make assets/icons/icon.png
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"

	"golang.org/x/image/vector"
)

// side is the icon's width and height in pixels; all coordinates below are on
// this square.
const side = 512

var (
	red   = color.RGBA{R: 0xC8, G: 0x1E, B: 0x1E, A: 0xFF}
	white = color.RGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF}
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: make FILE.png")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write draws the icon into the file path.
func write(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, icon()); err != nil {
		f.Close() // the first error is the one to tell
		return err
	}
	return f.Close()
}

// icon paints red ground, white window frame, red pane, person and counter.
func icon() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	rounded(img, red, 16, 16, 496, 496, 72)
	rounded(img, white, 96, 96, 416, 416, 28)
	rounded(img, red, 128, 128, 384, 352, 12)
	disc(img, white, 256, 204, 48)
	shoulders(img, white, 164, 348, 274)
	rounded(img, white, 112, 336, 400, 384, 0)
	return img
}

// rounded fills the rectangle x0,y0 to x1,y1 with corners of radius r.
func rounded(img draw.Image, c color.Color, x0, y0, x1, y1, r float32) {
	z := vector.NewRasterizer(side, side)
	z.MoveTo(x0+r, y0)
	z.LineTo(x1-r, y0)
	z.QuadTo(x1, y0, x1, y0+r)
	z.LineTo(x1, y1-r)
	z.QuadTo(x1, y1, x1-r, y1)
	z.LineTo(x0+r, y1)
	z.QuadTo(x0, y1, x0, y1-r)
	z.LineTo(x0, y0+r)
	z.QuadTo(x0, y0, x0+r, y0)
	z.ClosePath()
	z.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{})
}

// disc fills a circle of radius r around x,y.
func disc(img draw.Image, c color.Color, x, y, r float32) {
	const k = 0.5523 // handle length of the cubic curve nearest to a quarter circle
	z := vector.NewRasterizer(side, side)
	z.MoveTo(x+r, y)
	z.CubeTo(x+r, y+k*r, x+k*r, y+r, x, y+r)
	z.CubeTo(x-k*r, y+r, x-r, y+k*r, x-r, y)
	z.CubeTo(x-r, y-k*r, x-k*r, y-r, x, y-r)
	z.CubeTo(x+k*r, y-r, x+r, y-k*r, x+r, y)
	z.ClosePath()
	z.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{})
}

// shoulders fills the upper body from x0 to x1, its top at the height top and
// its foot behind the counter.
func shoulders(img draw.Image, c color.Color, x0, x1, top float32) {
	const foot = 344
	z := vector.NewRasterizer(side, side)
	z.MoveTo(x0, foot)
	z.CubeTo(x0, top+20, x0+40, top, x0+72, top)
	z.LineTo(x1-72, top)
	z.CubeTo(x1-40, top, x1, top+20, x1, foot)
	z.ClosePath()
	z.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{})
}
