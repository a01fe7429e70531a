package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// hideTyping stops the terminal from showing what is typed, until show is called.
// It is an error where standard input is no terminal.
func hideTyping() (show func() error, err error) {
	fd := int(os.Stdin.Fd())
	before, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return nil, err
	}
	silent := *before
	silent.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, &silent); err != nil {
		return nil, err
	}
	return func() error { return unix.IoctlSetTermios(fd, unix.TCSETS, before) }, nil
}
