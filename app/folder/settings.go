package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/BurntSushi/toml"
)

// Settings are what a terminal's people have set at the window itself. They lie
// beside its data, one file a terminal, and hold nothing of any visitor. The
// zero value is a terminal where nothing was set.
type Settings struct {
	// Window is the sign above the window as slips say it, "3号".
	Window string `toml:"window,omitempty"`
	// Backups are folders that get backups beside the terminal's own: a stick,
	// another disk, a share.
	Backups []string `toml:"backups,omitempty"`
}

const settingsName = "settings.toml"

// ReadSettings reads the settings of the terminal in dir; none yet is no error.
func ReadSettings(dir string) (Settings, error) {
	var s Settings
	_, err := toml.DecodeFile(filepath.Join(dir, settingsName), &s)
	if errors.Is(err, fs.ErrNotExist) {
		return Settings{}, nil
	}
	if err != nil {
		return Settings{}, fmt.Errorf("read settings: %w", err)
	}
	return s, nil
}

// Write replaces the settings of the terminal in dir, whole or not at all.
func (s Settings) Write(dir string) (err error) {
	var text bytes.Buffer
	if err := toml.NewEncoder(&text).Encode(s); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	f, err := os.CreateTemp(dir, "settings-*.part") // mode 0600
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	_, err = f.Write(text.Bytes())
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, settingsName))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write settings: %w", err), os.Remove(f.Name()))
	}
	return nil
}
