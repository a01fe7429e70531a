// Package assets is the data the program carries within itself: fonts, icons,
// code tables, the dictionary of the pinyin input, and every Chinese text a
// person reads. It knows nothing of screens, records or printers; whoever needs
// a table or a text asks here.
//
// Two surprises. Each weight of the font exists twice, because screens draw the
// compact OpenType outlines and PDF files accept only TrueType ones; the second
// copy is compressed and opened on first use. And a text that is missing is no
// error: its key is shown instead, so that a slip in a table never closes a
// window.
package assets

import "embed"

// Icon is the program's icon, a PNG of 512 by 512 pixels.
//
//go:embed icons/icon.png
var Icon []byte

// Codes holds the code tables as "codes/<table>.csv". The first line of each is
// a comment with source and date, the second names the columns; [Table] reads
// them.
//
//go:embed codes/*.csv
var Codes embed.FS

// Translations holds the texts, one flat JSON object of key and text for each
// language: "translations/zh-Hans.json". [Text] reads the Chinese one.
//
//go:embed translations/*.json
var Translations embed.FS
