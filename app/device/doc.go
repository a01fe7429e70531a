// Package device speaks to the machines on the window's desk. For the
// second-generation ID card reader it holds the module's frames (frame.go), the
// text stored in a card (card.go), the loop that waits for the next card
// (reader.go), the search for the reader's port (detect.go) and a simulator that
// answers with the same bytes (simulator.go), for demonstrations and tests.
//
// It shows nothing and stores nothing: screens draw its [Status] and decide what
// of a [Card] goes into a form. It judges no one either; [Card.Checks] only warns.
//
// Two surprises. A card that was read is "not there" for the module until it is
// lifted and laid again. And a card's picture passes through this package, but is
// neither decoded nor kept: the buffer is overwritten after each command.
package device
