package assets

import (
	"bytes"
	"image/png"
	"testing"
)

func TestIcon(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(Icon))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != 512 || size.Y != 512 {
		t.Errorf("size %v, want 512 by 512", size)
	}
	r, g, b, a := img.At(40, 256).RGBA()
	if a != 0xFFFF || r <= 2*g || r <= 2*b {
		t.Errorf("ground is %x %x %x %x, want an opaque red", r, g, b, a)
	}
}
