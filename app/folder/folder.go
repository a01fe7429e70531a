// Package folder knows where a terminal's data lies, for the window and for the
// front program alike.
package folder

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// Default is the terminal's folder where none was named. A demonstration has
// its own, so that neither can open the other's.
func Default(demo bool) (string, error) {
	name := "ruhui"
	if demo {
		name = "ruhui-demo"
	}
	base, err := data()
	if err != nil {
		return "", fmt.Errorf("find data folder: %w", err)
	}
	return filepath.Join(base, name), nil
}

// data is where the system keeps programs' data.
func data() (string, error) {
	if d := os.Getenv("XDG_DATA_HOME"); d != "" {
		return d, nil
	}
	if runtime.GOOS == "windows" {
		return os.UserConfigDir()
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "share"), nil
}

// Memory is the folder, outside the terminal's, in which this machine remembers
// how far each terminal was: by it a folder that was restored or copied notices.
func Memory() (string, error) {
	base, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find settings folder: %w", err)
	}
	return filepath.Join(base, "ruhui-memory"), nil
}
