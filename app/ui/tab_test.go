package ui_test

import (
	"testing"

	"fyne.io/fyne/v2/container"

	"ruhui/app/ui"
	"ruhui/app/ui/uitest"
)

// Tab goes from field to field and on to the button, also inside a window's
// frame of other containers.
func TestTab_goes_to_the_next_field(t *testing.T) {
	uitest.Start(t)
	form := ui.NewForm()
	form.Plain("Name")
	form.Password("Password")
	button := ui.NewPrimary("Button.Save", func() {})
	w := uitest.Show(t, container.NewBorder(nil, button, nil, nil, form), 600, 300)
	form.FocusFirst()
	for i, want := range []any{form.Field("Password").Input, button} {
		w.Canvas().FocusNext()
		if got := w.Canvas().Focused(); got != want {
			t.Fatalf("after Tab %d: focus on %T %v, want %T", i+1, got, got, want)
		}
	}
}
