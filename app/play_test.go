package app

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// built is the window program, built once for the tests that start it.
func built(t *testing.T) string {
	t.Helper()
	if os.Getenv("DISPLAY") == "" {
		t.Skip("needs a display: .ci/desk go test ./app gives one")
	}
	path := filepath.Join(t.TempDir(), "ruhui-window")
	if out, err := exec.Command("go", "build", "-tags", "no_animations", "-o", path, "..").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// start runs the window and gives what it wrote.
func start(t *testing.T, args ...string) (log string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Env = append(os.Environ(), "LANG=zh_CN.UTF-8", "XMODIFIERS=@im=none", "XDG_CONFIG_HOME="+t.TempDir())
	err = cmd.Run()
	return out.String(), err
}

// tool runs a program that reads what we made.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

// One complete visit through the real window: a picture of every step, the slip
// with its Chinese text, and its QR code read from the paper and from the
// screen. Nothing personal stands in the log or in a file's name.
func TestWindow_plays_a_visit_from_card_to_slip(t *testing.T) {
	window, out := built(t), t.TempDir()
	log, err := start(t, window, "--demo", "--play", out)
	if err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	pictures, _ := filepath.Glob(filepath.Join(out, "*.png"))
	slips, _ := filepath.Glob(filepath.Join(out, "*.pdf"))
	if len(pictures) != 13 || len(slips) != 1 {
		t.Fatalf("%d pictures and %d slips, want 13 and 1", len(pictures), len(slips))
	}
	text := tool(t, "pdftotext", slips[0], "-")
	for _, want := range []string{"受理回执", "张*样", "511399********0017", "居住登记", "申请加入工会", "2026年9月29日", "离线受理"} {
		if !strings.Contains(text, want) {
			t.Errorf("the slip lacks %s", want)
		}
	}
	paper := filepath.Join(out, "paper")
	tool(t, "pdftoppm", "-r", "150", "-png", "-f", "1", "-l", "1", "-singlefile", slips[0], paper)
	fromPaper := tool(t, "zbarimg", "-q", "--raw", paper+".png")
	fromScreen := tool(t, "zbarimg", "-q", "--raw", filepath.Join(out, "09-完成.png"))
	if fromPaper != fromScreen || !strings.HasPrefix(fromPaper, "https://ruhui.example/s/") {
		t.Errorf("QR on paper %q, on screen %q", fromPaper, fromScreen)
	}
	for _, secret := range []string{"张试样", "511399199001010017", "19900000001", "样例路3号"} {
		if strings.Contains(log, secret) {
			t.Error("something personal stands in the log")
		}
		for _, name := range append(pictures, slips...) {
			if strings.Contains(filepath.Base(name), secret) {
				t.Error("something personal stands in a file's name")
			}
		}
	}
	if strings.Contains(log, "Error in Fyne call thread") {
		t.Errorf("a widget was touched off Fyne's thread:\n%s", log)
	}
}

// What only a demonstration may do is refused without it, in a sentence.
func TestWindow_demo_switches_need_demo(t *testing.T) {
	window := built(t)
	for _, args := range [][]string{{"--today", "2026-09-15"}, {"--play", t.TempDir()}} {
		log, err := start(t, append([]string{window, "--dir", t.TempDir()}, args...)...)
		if err == nil || !strings.Contains(log, "只能与 --demo 一起使用\n请用") {
			t.Errorf("%v: error %v, said %q", args, err, log)
		}
	}
}
