package vault

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A power cut leaves what a kill leaves, but for bytes that were written and not
// synced: of the file being written any part may be there, zeros, or nothing.
// A name that was not synced is as it was one step before, which is tried too.
func TestVaultOpensAfterAPowerCutAtEveryStepOfARewrite(t *testing.T) {
	dir, old, present := t.TempDir(), identity(t), identity(t)
	k, err := Create(dir, old.Recipient())
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	first := seal(t, k, "row", "first")
	if err := k.Rotate(dir, old.Recipient()); err != nil { // so that there is one to keep
		t.Fatalf("rotate: %v", err)
	}
	second := seal(t, k, "row", "second")

	steps := []map[string][]byte{folder(t, dir)}
	reached = func() { steps = append(steps, folder(t, dir)) }
	defer func() { reached = func() {} }()
	if err := k.Rotate(dir, present.Recipient()); err != nil {
		t.Fatalf("rotate: %v", err)
	}
	reached = func() {}
	if len(steps) < 10 { // two files of five steps each
		t.Fatalf("%d steps seen, want at least 10", len(steps))
	}
	images := 0
	for _, step := range steps {
		for _, image := range torn(step) {
			images++
			left := t.TempDir()
			for name, data := range image {
				if err := os.WriteFile(filepath.Join(left, name), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			wantOneStillOpens(t, left, old, present, first, second)
		}
	}
	t.Logf("power cut at %d steps, %d images", len(steps), images)
	if _, err := Load(dir, present); err != nil {
		t.Errorf("not cut and not rewritten: %v", err)
	}
}

func folder(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if files[f.Name()], err = os.ReadFile(filepath.Join(dir, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// torn are the folders that may be left: as it was, and with the file being
// written absent, empty, half there, or zeros.
func torn(step map[string][]byte) []map[string][]byte {
	all := []map[string][]byte{step}
	for name, data := range step {
		if !strings.HasSuffix(name, writeSuffix) {
			continue
		}
		gone := maps.Clone(step)
		delete(gone, name)
		all = append(all, gone)
		zeros := bytes.Repeat([]byte{0}, len(data))
		half := append(bytes.Clone(data[:len(data)/2]), zeros[len(data)/2:]...)
		for _, left := range [][]byte{nil, zeros, half, data[:len(data)/2]} {
			image := maps.Clone(step)
			image[name] = left
			all = append(all, image)
		}
	}
	return all
}
