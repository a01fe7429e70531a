package front

import (
	"net"
	"slices"
	"strconv"
	"testing"
)

func TestDisplay(t *testing.T) {
	for _, c := range []struct{ name, display, wayland, want string }{
		{"none", "", "", textNoDisplay},
		{"Wayland alone", "", "wayland-0", textWayland},
		{"a number that nobody serves", ":7", "", "窗口无法启动，连不上显示器 :7。请确认桌面已经启动，并以登录桌面的用户启动本程序。"},
		{"no number", "desktop", "", "窗口无法启动，环境变量 DISPLAY 的内容看不懂：desktop。请在桌面上启动本程序。"},
		{"a number too large", ":60000", "", "窗口无法启动，环境变量 DISPLAY 的内容看不懂：:60000。请在桌面上启动本程序。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			m.set("DISPLAY", c.display)
			m.set("WAYLAND_DISPLAY", c.wayland)
			m.expect(ExitMissing, c.want+"\n")
		})
	}
	for _, display := range []string{":0", ":0.0", "unix:0"} {
		t.Run(display+" is served", func(t *testing.T) {
			m := newMachine(t)
			m.set("DISPLAY", display)
			m.expect(0, "")
		})
	}
}

func TestDisplayOverTheNetwork(t *testing.T) {
	server, number := listenTCP(t)
	m := newMachine(t)
	m.set("DISPLAY", "127.0.0.1:"+strconv.Itoa(number)+".0")
	m.expect(0, "")
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	m.expect(ExitMissing, "窗口无法启动，连不上显示器 127.0.0.1:"+strconv.Itoa(number)+".0。请确认桌面已经启动，并以登录桌面的用户启动本程序。\n")
}

// listenTCP serves as an X server would and returns its display number.
func listenTCP(t testing.TB) (net.Listener, int) {
	t.Helper()
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() }) // closed twice by the test that wants it gone
	return server, server.Addr().(*net.TCPAddr).Port - 6000
}

func TestDisplaySockets(t *testing.T) {
	real := Env{Root: "/"}
	for display, want := range map[string][]socket{
		":1":            {{"unix", "/tmp/.X11-unix/X1"}, {"unix", "@/tmp/.X11-unix/X1"}},
		"[::1]:2.1":     {{"tcp", "[::1]:6002"}},
		"pc.example:10": {{"tcp", "pc.example:6010"}},
		":":             nil,
		":-1":           nil,
	} {
		if got := real.displaySockets(display); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", display, got, want)
		}
	}
}
