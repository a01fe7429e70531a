package ui

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestSteps_only_what_was_reached_can_be_clicked(t *testing.T) {
	start(t)
	s := NewSteps("a", "b", "c", "d")
	show(t, s, 400, 40)
	var clicked []int
	s.OnStep = func(i int) { clicked = append(clicked, i) }
	s.Go(2)
	s.Go(1)
	for x := float32(50); x < 400; x += 100 {
		test.TapAt(s, fyne.NewPos(x, 10))
	}
	if sprint(clicked) != "[0 2]" {
		t.Errorf("got %v", clicked)
	}
	s.Restart()
	if s.Current() != 0 || s.reached != 0 {
		t.Error("restarted bar remembers")
	}
}

func TestQR_modules_are_whole_pixels(t *testing.T) {
	start(t)
	q, err := NewQR("https://nanhu.example/s/7K2M9Q4TXW")
	if err != nil {
		t.Fatal(err)
	}
	w := show(t, q, 203, 170)
	img := w.Canvas().Capture()
	n := len(q.modules)
	side := 170 / (n + 2*quiet)
	left, top := (203-side*(n+2*quiet))/2+quiet*side, (170-side*(n+2*quiet))/2+quiet*side
	for y := range n * side {
		for x := range n * side {
			if got, want := dark(img, left+x, top+y), q.modules[y/side][x/side]; got != want {
				t.Fatalf("pixel %d,%d: dark %v, want %v", x, y, got, want)
			}
		}
	}
	if err := q.Set(""); err != nil || dark(w.Canvas().Capture(), left, top) {
		t.Error("an empty code still shows the last visitor's")
	}
	if err := q.Set(string(make([]byte, 5000))); err == nil {
		t.Error("5000 bytes fit a code")
	}
}

func dark(img image.Image, x, y int) bool {
	r, _, _, _ := img.At(x, y).RGBA()
	return r < 0x8000
}
