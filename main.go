// Command ruhui-window is the terminal's window (新居民入会窗口). It is started
// by ruhui, the front program, which checks the machine first.
package main

import (
	_ "embed"
	"os"

	"ruhui/app"
)

// The metadata is embedded, so that the program knows its name and version
// wherever it lies.
//
//go:embed FyneApp.toml
var metadata []byte

func main() { os.Exit(app.Main(metadata, os.Args[1:])) }
