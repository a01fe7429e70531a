package app

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/software"

	"ruhui/store/demo"
)

// play carries out one complete visit through the real window, as a clerk
// would with keyboard and card reader, and keeps a picture of every step. It
// runs beside Fyne's thread and does each single thing on it.
func (d *desk) play() {
	p := &player{desk: d}
	p.visit()
	if p.err != nil {
		d.failed = fmt.Errorf("play visit: step %d: %w", p.pictures, p.err)
	}
	fyne.Do(d.quit)
}

// player types and looks. After the first thing that fails it does nothing
// more.
type player struct {
	desk     *desk
	pictures int
	link     string // of the slip's page
	err      error
}

// visit is the demonstration's story: 张试样's card, registration and union
// application, slip, and the same person found again.
func (p *player) visit() {
	p.picture("登录")
	p.write(demo.Login, "\t", demo.Password, "\n")
	p.await("signed in", func() bool { return p.desk.window.Page() == "card" })
	p.picture("读卡-等待")
	p.do(func() { p.err = p.desk.sim.Lay(1) })
	p.await("card read", func() bool { return p.desk.window.Value("DocNo") != "" })
	p.picture("读卡")
	p.press(fyne.KeyF9)
	p.await("person identified", func() bool { return p.desk.window.Page() == "residence" })
	p.do(p.desk.sim.Lift)
	for _, f := range [][2]string{{"Mobile", "19900000001"}, {"ArrivedOn", "20260901"}, {"Town", "330402103"}, {"Community", "330402103901"},
		{"Address", "样例路3号"}, {"StayReason", "work"}, {"DwellingType", "rented"}, {"JobTitle", "装配工"}} {
		p.field(f[0], f[1])
	}
	p.do(p.desk.window.TellNotice)
	p.picture("登记")
	p.step("materials")
	p.picture("材料")
	p.step("union")
	p.picture("入会-询问")
	p.press(fyne.KeyF5)
	p.field("EmploymentForm", "4")
	p.field("WorkerGroup", "0")
	p.field("Consent.ShareEmployer", "1")
	p.field("Consent.Sms", "2")
	p.picture("入会")
	p.step("review")
	p.picture("核对")
	p.step("done")
	p.picture("完成")
	p.press(fyne.KeyF10)
	p.do(func() { p.link = p.desk.window.SlipLink() })
	p.await("slip made", func() bool { return len(p.slips()) > 0 })
	p.picture("回执")
	p.handIn()
	p.again()
}

// again finds the person by pinyin initials and opens the page.
func (p *player) again() {
	p.press(fyne.KeyF3)
	p.await("find", func() bool { return p.desk.window.Page() == "find" })
	p.write("zsy")
	p.await("somebody found", func() bool { return p.desk.window.Found() > 0 })
	p.picture("查询")
	p.write("\n")
	p.await("person's page", func() bool { return p.desk.window.Page() == "person" })
	p.picture("人员信息")
	p.press(fyne.KeyF4)
	p.await("day's list", func() bool { return p.desk.window.Page() == "today" })
	p.picture("今日")
}

// do runs f on Fyne's thread and lets the window draw.
func (p *player) do(f func()) {
	if p.err != nil {
		return
	}
	fyne.DoAndWait(f)
	time.Sleep(60 * time.Millisecond) // somebody watches
}

// step goes on and waits for the page.
func (p *player) step(page string) {
	p.press(fyne.KeyF9)
	p.await(page, func() bool { return p.desk.window.Page() == page })
}

// field puts the focus into a field and its value there, as typed.
func (p *player) field(name, value string) {
	p.do(func() { p.desk.window.Type(name, value) })
}

func (p *player) press(key fyne.KeyName) {
	p.do(func() {
		canvas := p.desk.win.Canvas()
		if f := canvas.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: key})
		} else if typed := canvas.OnTypedKey(); typed != nil {
			typed(&fyne.KeyEvent{Name: key})
		}
	})
}

// write types characters into whatever has the focus; \t and \n are the keys.
func (p *player) write(texts ...string) {
	for _, text := range texts {
		switch text {
		case "\t":
			p.do(func() { p.desk.win.Canvas().FocusNext() })
		case "\n":
			p.press(fyne.KeyReturn)
		default:
			for _, r := range text {
				p.do(func() {
					if f := p.desk.win.Canvas().Focused(); f != nil {
						f.TypedRune(r)
					}
				})
			}
		}
	}
}

// await waits until something is to be seen, half a minute at the most.
func (p *player) await(what string, seen func() bool) {
	for range 300 {
		found := false
		p.do(func() { found = seen() })
		if found || p.err != nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.err = fmt.Errorf("%s did not come", what)
	p.pictureNow("failed")
}

func (p *player) picture(name string) {
	if p.err != nil {
		return
	}
	time.Sleep(400 * time.Millisecond)
	p.pictureNow(name)
}

func (p *player) pictureNow(name string) {
	p.pictures++
	path := filepath.Join(p.desk.set.play, fmt.Sprintf("%02d-%s.png", p.pictures, name))
	var err error
	fyne.DoAndWait(func() { err = shoot(p.desk.win, path) })
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("take picture: %w", err)
	}
	slog.Info("picture", "file", filepath.Base(path))
}

// shoot takes a picture of the window as the X server shows it. Where that
// program is missing, the same widgets are drawn once more without a screen.
func shoot(win fyne.Window, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if id := windowID(win); id != 0 {
		if tool, err := exec.LookPath("import"); err == nil {
			return exec.Command(tool, "-window", fmt.Sprint(id), path).Run()
		}
	}
	return write(path, software.RenderCanvas(win.Canvas(), fyne.CurrentApp().Settings().Theme()))
}

// windowID is the X11 window, 0 elsewhere.
func windowID(win fyne.Window) (id uintptr) {
	native, is := win.(driver.NativeWindow)
	if !is {
		return 0
	}
	native.RunNative(func(context any) {
		if x, is := context.(driver.X11WindowContext); is {
			id = x.WindowHandle
		}
	})
	return id
}

func write(path string, img image.Image) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return png.Encode(f, img)
}

func (p *player) slips() []string {
	files, err := filepath.Glob(filepath.Join(p.desk.set.slips(), "*.pdf"))
	if err != nil {
		return nil
	}
	return files
}
