// Package print makes the papers a visitor leaves the window with, as PDF: the
// slip (受理回执) and the list of what is still missing (一次性告知书), each in
// two copies, one for the applicant and one that the window keeps.
//
// It draws what it is given. Whoever calls it has already saved the record,
// masked names and numbers and chosen the sentences; nothing here reads the
// store, and nothing personal reaches a file name or the PDF's properties.
// Sending the PDF to a printer is left to package device.
//
// Two surprises. The text of a paper flows: what does not fit goes on to a
// further page, nothing is cut. And gopdf's file is written anew before it is
// handed on (see finish), because its table from glyphs to characters is wrong
// beyond U+FFFF, where some people's names are.
package print
