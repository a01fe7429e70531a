package front

import (
	"strings"
	"testing"
)

func TestLibraries(t *testing.T) {
	t.Run("a machine without any is told all of them at once", func(t *testing.T) {
		m := bareMachine(t)
		m.connect("0")
		m.expect(ExitMissing, `窗口无法启动，这台电脑缺少以下系统库：
  libGL.so.1（软件包 libgl1）
  libX11.so.6（软件包 libx11-6）
  libXcursor.so.1（软件包 libxcursor1）
  libXrandr.so.2（软件包 libxrandr2）
  libXinerama.so.1（软件包 libxinerama1）
  libXi.so.6（软件包 libxi6）
  libXxf86vm.so.1（软件包 libxxf86vm1）
请让技术员安装后再启动：
  sudo apt-get install libgl1 libx11-6 libxcursor1 libxrandr2 libxinerama1 libxi6 libxxf86vm1
`)
	})
	t.Run("one without libGL only that one", func(t *testing.T) {
		m := withoutGL(t)
		m.expect(ExitMissing, noGL)
	})
	t.Run("a missing display is told in the same breath", func(t *testing.T) {
		m := withoutGL(t)
		m.set("DISPLAY", "")
		m.expect(ExitMissing, noGL+textNoDisplay+"\n")
	})
}

const noGL = `窗口无法启动，这台电脑缺少以下系统库：
  libGL.so.1（软件包 libgl1）
请让技术员安装后再启动：
  sudo apt-get install libgl1
`

func TestLibraryFolders(t *testing.T) {
	for _, c := range []struct {
		name   string
		folder string
		files  map[string]string
		path   string
	}{
		{name: "Debian's folder of the processor", folder: "/usr/lib/aarch64-linux-gnu"},
		{name: "a folder of LoongArch", folder: "/usr/lib/loongarch64-linux-gnu"},
		{name: "lib64", folder: "/usr/lib64"},
		{name: "LD_LIBRARY_PATH", folder: "/opt/mesa", path: "/nowhere:/opt/mesa"},
		{name: "ld.so.conf", folder: "/opt/gl", files: map[string]string{"/etc/ld.so.conf": "# ours\n/opt/gl # here\n"}},
		{name: "an included file", folder: "/opt/gl", files: map[string]string{
			"/etc/ld.so.conf":           "include ld.so.conf.d/*.conf\n",
			"/etc/ld.so.conf.d/gl.conf": "\n/opt/gl\n",
		}},
		{name: "files that include each other", folder: "/opt/gl", files: map[string]string{
			"/etc/ld.so.conf": "include /etc/a\n/opt/gl\n", "/etc/a": "include ld.so.conf\n",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := withoutGL(t)
			m.install(c.folder, "libGL.so.1")
			for path, content := range c.files {
				m.write(path, []byte(content), 0o600)
			}
			m.set("LD_LIBRARY_PATH", c.path)
			m.expect(0, "")
		})
	}
}

func TestLibraryThatDoesNotFit(t *testing.T) {
	other := elfHead(t)
	other[18], other[19] = 3, 0 // EM_386
	for name, content := range map[string][]byte{
		"of another processor": other,
		"empty":                nil,
		"a text":               []byte(strings.Repeat("GROUP ( libGL.so ) ", 4)),
	} {
		t.Run(name, func(t *testing.T) {
			m := withoutGL(t)
			m.write("/usr/lib/x86_64-linux-gnu/libGL.so.1", content, 0o600)
			m.expect(ExitMissing, noGL)
		})
	}
	t.Run("of any processor counts where we do not know ours", func(t *testing.T) {
		m := withoutGL(t)
		m.Arch = "sw64"
		m.write("/usr/lib/x86_64-linux-gnu/libGL.so.1", other, 0o600)
		m.expect(0, "")
	})
}

// withoutGL is a good machine but for libGL.
func withoutGL(t testing.TB) *machine {
	t.Helper()
	m := bareMachine(t)
	for _, lib := range libraries[1:] {
		m.install("/usr/lib/x86_64-linux-gnu", lib.file)
	}
	m.connect("0")
	return m
}
