package front

import (
	"debug/elf"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// library is a shared library the window cannot do without, and the Debian
// package that brings it.
type library struct{ file, pkg string }

// libraries: the first two are linked, so that the loader refuses the window
// without them; GLFW opens the others by name when it starts.
var libraries = []library{
	{"libGL.so.1", "libgl1"},
	{"libX11.so.6", "libx11-6"},
	{"libXcursor.so.1", "libxcursor1"},
	{"libXrandr.so.2", "libxrandr2"},
	{"libXinerama.so.1", "libxinerama1"},
	{"libXi.so.6", "libxi6"},
	{"libXxf86vm.so.1", "libxxf86vm1"},
}

// missing returns the libraries that no folder of the loader holds.
func (env Env) missing() []library {
	folders := env.folders()
	var missing []library
	for _, lib := range libraries {
		if !env.holds(folders, lib.file) {
			missing = append(missing, lib)
		}
	}
	return missing
}

// folders lists where the loader looks: LD_LIBRARY_PATH, the folders of
// /etc/ld.so.conf, the standard ones. /etc/ld.so.cache is made from the same
// folders, so that reading them says no less and is never out of date.
func (env Env) folders() []string {
	var folders []string
	for _, dir := range strings.FieldsFunc(env.variable("LD_LIBRARY_PATH"), func(r rune) bool { return r == ':' || r == ';' }) {
		if filepath.IsAbs(dir) {
			dir = filepath.Join(env.Root, dir)
		}
		folders = append(folders, dir)
	}
	folders = append(folders, env.configured("/etc/ld.so.conf", 0)...)
	for _, pattern := range []string{"/lib", "/usr/lib", "/lib64", "/usr/lib64", "/lib/*-linux-*", "/usr/lib/*-linux-*"} {
		found, _ := filepath.Glob(filepath.Join(env.Root, pattern)) // the patterns are well formed
		folders = append(folders, found...)
	}
	return folders
}

// configured returns the folders an ld.so.conf file names, those of the files
// it includes among them. Depth ends files that include each other.
func (env Env) configured(file string, depth int) []string {
	raw, err := os.ReadFile(filepath.Join(env.Root, file))
	if err != nil || depth > 8 {
		return nil // no such file is usual: the standard folders remain
	}
	var folders []string
	for line := range strings.Lines(string(raw)) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == "include":
			folders = append(folders, env.included(file, words[1:], depth)...)
		case filepath.IsAbs(words[0]):
			folders = append(folders, filepath.Join(env.Root, words[0]))
		}
	}
	return folders
}

// included follows the patterns of an include line in file; relative ones start
// at its folder.
func (env Env) included(file string, patterns []string, depth int) []string {
	var folders []string
	for _, pattern := range patterns {
		if !filepath.IsAbs(pattern) {
			pattern = filepath.Join(filepath.Dir(file), pattern)
		}
		found, _ := filepath.Glob(filepath.Join(env.Root, pattern)) // a malformed pattern includes nothing
		for _, path := range found {
			inside, err := filepath.Rel(env.Root, path)
			if err != nil {
				continue // cannot be: Glob returns what lies below Root
			}
			folders = append(folders, env.configured("/"+inside, depth+1)...)
		}
	}
	return folders
}

// holds reports whether one of the folders has the library for this processor.
func (env Env) holds(folders []string, file string) bool {
	for _, folder := range folders {
		if env.fits(filepath.Join(folder, file)) {
			return true
		}
	}
	return false
}

// machines are the processors we build for. On another one any library counts.
var machines = map[string]elf.Machine{
	"amd64":   elf.EM_X86_64,
	"arm64":   elf.EM_AARCH64,
	"loong64": elf.EM_LOONGARCH,
}

// fits reports whether path is a library the loader would take: an ELF file of
// this processor. A 32-bit libGL beside a missing 64-bit one is a common half
// installation, so that the name alone proves nothing.
func (env Env) fits(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() // only read
	var head [20]byte
	if _, err := io.ReadFull(f, head[:]); err != nil || string(head[:4]) != elf.ELFMAG {
		return false
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if elf.Data(head[elf.EI_DATA]) == elf.ELFDATA2MSB {
		order = binary.BigEndian
	}
	want, known := machines[env.Arch]
	return !known || elf.Machine(order.Uint16(head[18:])) == want
}
