package ui

import (
	"image/color"

	"fyne.io/fyne/v2/theme"
)

// stripePixel colours one pixel of the banner: stripes falling to the left, as
// wide as SizeStripe says at a banner of SizeBanner.
func stripePixel(x, y, _, h int) color.Color {
	width := int(theme.Size(SizeStripe) / theme.Size(SizeBanner) * float32(h))
	if (x+y)/max(width, 1)%2 == 0 {
		return theme.Color(ColorStripeA)
	}
	return theme.Color(ColorStripeB)
}
