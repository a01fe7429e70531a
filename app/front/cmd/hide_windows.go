package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// hideTyping stops the console from showing what is typed, until show is called.
// It is an error where standard input is no console.
func hideTyping() (show func() error, err error) {
	console := windows.Handle(os.Stdin.Fd())
	var before uint32
	if err := windows.GetConsoleMode(console, &before); err != nil {
		return nil, err
	}
	if err := windows.SetConsoleMode(console, before&^windows.ENABLE_ECHO_INPUT); err != nil {
		return nil, err
	}
	return func() error { return windows.SetConsoleMode(console, before) }, nil
}
