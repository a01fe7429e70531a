package ui

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhui/assets"
)

func TestTheme_text_can_be_read(t *testing.T) {
	start(t)
	pairs := [][2]fyne.ThemeColorName{
		{theme.ColorNameForeground, theme.ColorNameBackground}, {theme.ColorNameForeground, ColorRowPicked},
		{theme.ColorNameForeground, theme.ColorNameButton}, {theme.ColorNameDisabled, theme.ColorNameInputBackground},
		{theme.ColorNameDisabled, theme.ColorNameDisabledButton}, {theme.ColorNamePlaceHolder, theme.ColorNameInputBackground},
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary}, {theme.ColorNameForegroundOnError, theme.ColorNameError},
		{ColorOnUnion, ColorUnion}, {ColorOnUnion, ColorUnionHover}, {ColorOnStripe, ColorStripeA}, {ColorOnStripe, ColorStripeB},
		{ColorMuted, theme.ColorNameBackground}, {ColorMuted, ColorPanel}, {ColorMuted, ColorRowPicked},
		{theme.ColorNameError, theme.ColorNameBackground}, {theme.ColorNameError, ColorErrorBack}, {theme.ColorNameError, ColorRowPicked},
		{theme.ColorNameWarning, theme.ColorNameBackground}, {theme.ColorNameWarning, ColorWarnBack}, {theme.ColorNameWarning, ColorRowPicked},
		{theme.ColorNameSuccess, theme.ColorNameBackground}, {theme.ColorNameSuccess, ColorGoodBack}, {theme.ColorNameSuccess, ColorRowPicked},
		{theme.ColorNamePrimary, theme.ColorNameBackground}, {theme.ColorNamePrimary, ColorRowPicked},
	}
	for _, p := range pairs {
		if got := contrast(p[0], p[1]); got < 4.5 {
			t.Errorf("%s on %s: contrast %.2f, want 4.5", p[0], p[1], got)
		}
	}
	if got := contrast(theme.ColorNameInputBorder, theme.ColorNameInputBackground); got < 3 {
		t.Errorf("a field's border: contrast %.2f, want 3", got)
	}
}

// contrast is the ratio of WCAG 2.1, 1.4.3.
func contrast(a, b fyne.ThemeColorName) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(name fyne.ThemeColorName) float64 {
	c := palette[name]
	channel := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
}

func TestTheme_has_every_name_and_grows(t *testing.T) {
	normal, large := NewTheme(), NewTheme().Large()
	for name := range sizes {
		if large.Size(name) <= normal.Size(name) {
			t.Errorf("%s does not grow", name)
		}
	}
	for name := range strokes {
		if large.Size(name) != normal.Size(name) {
			t.Errorf("%s grows", name)
		}
	}
	if normal.Font(fyne.TextStyle{Monospace: true}) != fontRegular || normal.Font(fyne.TextStyle{Bold: true}) != fontBold {
		t.Error("Han would be boxes or not bold")
	}
}

func TestSigns_are_in_the_font(t *testing.T) {
	for tone := ToneNone; tone <= ToneError; tone++ {
		for _, r := range toneSign(tone) {
			if !assets.Has(r) {
				t.Errorf("tone %d: the font has no %q", tone, r)
			}
		}
	}
}
