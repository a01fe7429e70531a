package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ruhui/store/vault"
	"ruhui/sync/district"
)

// copyKeys puts the sealed keys beside a copy of the database: without them it
// could not be opened. What is the same already is left alone.
func copyKeys(from, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return fmt.Errorf("copy keys: %w", err)
	}
	for _, name := range []string{district.SecretsName, vault.FileName} {
		data, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return fmt.Errorf("copy keys: %w", err)
		}
		there, err := os.ReadFile(filepath.Join(to, name))
		if err == nil && bytes.Equal(there, data) {
			continue
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("copy keys: %w", err)
		}
		if err := vault.Replace(filepath.Join(to, name), data); err != nil {
			return fmt.Errorf("copy keys: %w", err)
		}
	}
	return nil
}
