package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhui/assets"
)

// Theme is the look of all screens: light, because halls are bright and
// monitors old, with dark text that keeps a contrast of at least 4.5 to 1. Blue
// is the window's work; the union's red appears only on the sign and on the
// offer to join. It ignores the system's dark mode.
type Theme struct {
	factor float32
}

// largeFactor is how much bigger 大字 is. At 1.35 a form still fits 1024 pixels
// in one column.
const largeFactor = 1.35

// NewTheme returns the theme in its normal size.
func NewTheme() *Theme { return &Theme{factor: 1} }

// Large returns the theme in 大字, for tired eyes and for the visitor's screen.
// Set it with Settings().SetTheme at any time; open screens follow.
func (t *Theme) Large() *Theme { return &Theme{factor: largeFactor} }

// Colours beyond Fyne's own; use them with theme.Color or [NewText].
const (
	ColorUnion        fyne.ThemeColorName = "ruhuiUnion"        // the union's red, filled
	ColorOnUnion      fyne.ThemeColorName = "ruhuiOnUnion"      // text on it
	ColorUnionHover   fyne.ThemeColorName = "ruhuiUnionHover"   // the same under the mouse
	ColorMuted        fyne.ThemeColorName = "ruhuiMuted"        // hints and captions
	ColorRing         fyne.ThemeColorName = "ruhuiRing"         // the ring around what has the focus
	ColorRingOnFilled fyne.ThemeColorName = "ruhuiRingOnFilled" // the same on a coloured button
	ColorPanel        fyne.ThemeColorName = "ruhuiPanel"        // status bar, table header, section bar
	ColorRowOdd       fyne.ThemeColorName = "ruhuiRowOdd"       // every second row of a table
	ColorRowPicked    fyne.ThemeColorName = "ruhuiRowPicked"    // the selected row
	ColorErrorBack    fyne.ThemeColorName = "ruhuiErrorBack"    // behind a block with an error
	ColorWarnBack     fyne.ThemeColorName = "ruhuiWarnBack"     // behind a block with a warning
	ColorGoodBack     fyne.ThemeColorName = "ruhuiGoodBack"     // behind a block with good news
	ColorStripeA      fyne.ThemeColorName = "ruhuiStripeA"      // the 演示 banner's light stripe
	ColorStripeB      fyne.ThemeColorName = "ruhuiStripeB"      // and its dark one
	ColorOnStripe     fyne.ThemeColorName = "ruhuiOnStripe"     // text on the banner
	ColorPaper        fyne.ThemeColorName = "ruhuiPaper"        // behind a QR code: pure white
	ColorInk          fyne.ThemeColorName = "ruhuiInk"          // a QR code's dark modules
)

// Sizes beyond Fyne's own, in Fyne's units (a pixel at scale 1).
const (
	SizeLabel      fyne.ThemeSizeName = "ruhuiLabel"      // width of the labels' column in a form
	SizeColumnGap  fyne.ThemeSizeName = "ruhuiColumnGap"  // between a form's two columns
	SizeTwoColumns fyne.ThemeSizeName = "ruhuiTwoColumns" // a form narrower than this has one column
	SizeMessage    fyne.ThemeSizeName = "ruhuiMessage"    // height of a field's message line
	SizeRing       fyne.ThemeSizeName = "ruhuiRing"       // thickness of the focus ring
	SizeBanner     fyne.ThemeSizeName = "ruhuiBanner"     // height of the 演示 banner
	SizeStripe     fyne.ThemeSizeName = "ruhuiStripe"     // width of one of its stripes
	SizeStatus     fyne.ThemeSizeName = "ruhuiStatus"     // height of the status bar
	SizeRow        fyne.ThemeSizeName = "ruhuiRow"        // height of a table's row
	SizeCellGap    fyne.ThemeSizeName = "ruhuiCellGap"    // free space at both sides of a cell
	SizeDialog     fyne.ThemeSizeName = "ruhuiDialog"     // width of a dialog
	SizeList       fyne.ThemeSizeName = "ruhuiList"       // height of an opened choice
	SizeStep       fyne.ThemeSizeName = "ruhuiStep"       // height of the step bar
	SizeButton     fyne.ThemeSizeName = "ruhuiButton"     // least width of a button
	SizeQR         fyne.ThemeSizeName = "ruhuiQR"         // least side of a QR code
	SizeGap        fyne.ThemeSizeName = "ruhuiGap"        // between things that stand loosely side by side
)

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func alpha(v uint32, a uint8) color.NRGBA {
	c := rgb(v)
	c.A = a
	return c
}

var palette = map[fyne.ThemeColorName]color.NRGBA{
	theme.ColorNameBackground:          rgb(0xf3f5f8),
	theme.ColorNameForeground:          rgb(0x14181c),
	theme.ColorNameButton:              rgb(0xdfe5ec),
	theme.ColorNameDisabledButton:      rgb(0xe8ebef),
	theme.ColorNameDisabled:            rgb(0x56606a),
	theme.ColorNamePrimary:             rgb(0x0b57b0),
	theme.ColorNameForegroundOnPrimary: rgb(0xffffff),
	theme.ColorNameHyperlink:           rgb(0x0b57b0),
	theme.ColorNameFocus:               alpha(0x0b57b0, 0x30),
	theme.ColorNameHover:               alpha(0x0b2a4a, 0x14),
	theme.ColorNamePressed:             alpha(0x0b2a4a, 0x28),
	theme.ColorNameSelection:           rgb(0xbcd7f7),
	theme.ColorNameInputBackground:     rgb(0xffffff),
	theme.ColorNameInputBorder:         rgb(0x77828d),
	theme.ColorNamePlaceHolder:         rgb(0x66707b),
	theme.ColorNameSeparator:           rgb(0xc6ced6),
	theme.ColorNameHeaderBackground:    rgb(0xe4e9ef),
	theme.ColorNameMenuBackground:      rgb(0xffffff),
	theme.ColorNameOverlayBackground:   rgb(0xffffff),
	theme.ColorNameShadow:              alpha(0x0b1a2a, 0x70),
	theme.ColorNameScrollBar:           alpha(0x14181c, 0x78),
	theme.ColorNameScrollBarBackground: alpha(0x14181c, 0x14),
	theme.ColorNameError:               rgb(0xb00020),
	theme.ColorNameForegroundOnError:   rgb(0xffffff),
	theme.ColorNameWarning:             rgb(0x8a4b00),
	theme.ColorNameForegroundOnWarning: rgb(0xffffff),
	theme.ColorNameSuccess:             rgb(0x1a6b33),
	theme.ColorNameForegroundOnSuccess: rgb(0xffffff),
	ColorUnion:                         rgb(0xc8102e),
	ColorOnUnion:                       rgb(0xffffff),
	ColorUnionHover:                    rgb(0xa50d26),
	ColorMuted:                         rgb(0x56606a),
	ColorRing:                          rgb(0x0b57b0),
	ColorRingOnFilled:                  rgb(0xffffff),
	ColorPanel:                         rgb(0xe4e9ef),
	ColorRowOdd:                        rgb(0xf7f9fb),
	ColorRowPicked:                     rgb(0xcfe2f8),
	ColorErrorBack:                     rgb(0xfce8ea),
	ColorWarnBack:                      rgb(0xfdf1dc),
	ColorGoodBack:                      rgb(0xe3f3e7),
	ColorStripeA:                       rgb(0xf7c948),
	ColorStripeB:                       rgb(0xe3a008),
	ColorOnStripe:                      rgb(0x14181c),
	ColorPaper:                         rgb(0xffffff),
	ColorInk:                           rgb(0x000000),
}

var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:            15,
	theme.SizeNameCaptionText:     13,
	theme.SizeNameSubHeadingText:  17,
	theme.SizeNameHeadingText:     21,
	theme.SizeNamePadding:         4,
	theme.SizeNameInnerPadding:    7,
	theme.SizeNameLineSpacing:     4,
	theme.SizeNameInlineIcon:      20,
	theme.SizeNameScrollBar:       14,
	theme.SizeNameScrollBarSmall:  8,
	theme.SizeNameScrollBarRadius: 3,
	SizeLabel:                     112,
	SizeColumnGap:                 20,
	SizeTwoColumns:                700,
	SizeMessage:                   22,
	SizeBanner:                    26,
	SizeStripe:                    22,
	SizeStatus:                    30,
	SizeRow:                       34,
	SizeCellGap:                   8,
	SizeDialog:                    460,
	SizeList:                      280,
	SizeStep:                      40,
	SizeButton:                    88,
	SizeQR:                        120,
	SizeGap:                       16,
}

// strokes do not grow with 大字: a two pixel ring is a two pixel ring.
var strokes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        3,
	theme.SizeNameSelectionRadius:    3,
	SizeRing:                         2,
}

var (
	fontRegular = fyne.NewStaticResource("sc-regular.otf", assets.Regular)
	fontBold    = fyne.NewStaticResource("sc-bold.otf", assets.Bold)
)

// Color returns the colour of that name; Fyne's variant (dark, light) is ignored.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := palette[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, theme.VariantLight)
}

// Font returns the embedded font. Fyne makes no bold of its own, so bold is a
// second font. Monospace is the same font, or Han in it would be boxes; italic
// is regular, because slanted Han does not exist. Symbols are Fyne's.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return fontBold
	}
	return fontRegular
}

// Icon returns Fyne's own icon of that name.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size returns the size of that name, larger in 大字; strokes stay as they are.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := strokes[name]; ok {
		return s
	}
	if s, ok := sizes[name]; ok {
		return s * t.factor
	}
	return theme.DefaultTheme().Size(name) * t.factor
}
