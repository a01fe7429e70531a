package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ruhui/assets"
)

// Steps is the bar that shows how far a visit is: 读卡 → 登记 → 材料 → 入会 →
// 核对 → 完成. Steps already reached can be clicked; it takes no focus, the
// screen binds keys for going back.
type Steps struct {
	widget.BaseWidget
	// OnStep is called for a click on a step that was reached and is not the
	// current one.
	OnStep func(index int)

	labels  []string
	current int
	reached int
}

// NewSteps returns the bar with the steps of those translation keys, at the
// first.
func NewSteps(labels ...string) *Steps {
	s := &Steps{labels: labels}
	s.ExtendBaseWidget(s)
	return s
}

// Go shows the step of that index as the current one; those before it count as
// done. It stays clickable after going back.
func (s *Steps) Go(index int) {
	s.current = max0(min(index, len(s.labels)-1))
	s.reached = max(s.reached, s.current)
	s.Refresh()
}

// Restart goes back to the first step and forgets what was reached.
func (s *Steps) Restart() {
	s.reached = 0
	s.Go(0)
}

// Current is the index of the current step.
func (s *Steps) Current() int { return s.current }

// Tapped goes to a step that was reached.
func (s *Steps) Tapped(ev *fyne.PointEvent) {
	if len(s.labels) == 0 || s.Size().Width <= 0 {
		return
	}
	index := int(ev.Position.X / (s.Size().Width / float32(len(s.labels))))
	if index >= 0 && index <= s.reached && index != s.current && index < len(s.labels) && s.OnStep != nil {
		s.OnStep(index)
	}
}

// text is what stands on a step: a tick or its number, and its name.
func (s *Steps) text(i int) string {
	if i < s.current {
		return "√ " + assets.Text(s.labels[i])
	}
	return strconv.Itoa(i+1) + " " + assets.Text(s.labels[i])
}

// colors returns background and text of a step.
func (s *Steps) colors(i int) (back, text fyne.ThemeColorName) {
	switch {
	case i == s.current:
		return theme.ColorNamePrimary, theme.ColorNameForegroundOnPrimary
	case i <= s.reached:
		return ColorRowPicked, theme.ColorNamePrimary
	}
	return ColorPanel, ColorMuted
}

// CreateRenderer draws the bar.
func (s *Steps) CreateRenderer() fyne.WidgetRenderer { return &stepsRenderer{steps: s} }

type stepsRenderer struct {
	steps   *Steps
	objects []fyne.CanvasObject
}

func (r *stepsRenderer) Layout(size fyne.Size) {
	r.objects = nil
	width := size.Width / float32(max(1, len(r.steps.labels)))
	gap := theme.Padding() / 2
	for i := range r.steps.labels {
		backName, textName := r.steps.colors(i)
		back := canvas.NewRectangle(theme.Color(backName))
		back.CornerRadius = theme.Size(theme.SizeNameInputRadius)
		text := NewText(r.steps.text(i), textName, "")
		text.Bold, text.Align, text.Cut = i == r.steps.current, fyne.TextAlignCenter, true
		for _, o := range []fyne.CanvasObject{back, text} {
			o.Move(fyne.NewPos(float32(i)*width+gap, 0))
			o.Resize(fyne.NewSize(width-2*gap, size.Height))
			r.objects = append(r.objects, o)
		}
	}
}

func (r *stepsRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, theme.Size(SizeStep)) }
func (r *stepsRenderer) Refresh()                     { r.Layout(r.steps.Size()); canvas.Refresh(r.steps) }
func (r *stepsRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *stepsRenderer) Destroy()                     {}
