package technician

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/folder"
	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
)

// Tools are what the technician's page works with.
type Tools struct {
	Store   *store.Store
	Dir     string // the terminal's folder
	Version string // of the program
	// Settings are asked for each time the page is shown; Save keeps others and
	// calls done, on Fyne's thread like itself.
	Settings func() folder.Settings
	Save     func(s folder.Settings, done func(error))
	// BackedUp hears how a backup made here went; on Fyne's thread.
	BackedUp func(error)
}

// SelfTest is the page of whoever keeps the machine: its state, a test of its
// data, a backup, what to send to those who can help, and the few settings. No
// visitor's data is on it.
type SelfTest struct {
	tools  Tools
	ctx    context.Context
	form   *ui.Form
	note   *ui.Note
	left   *fyne.Container
	busy   bool
	state  state
	report *report // nil before the test
}

const (
	fieldWindow = "WindowNo"
	fieldBackup = "SecondBackup"
)

// NewSelfTest makes the page.
func NewSelfTest(tools Tools) *SelfTest {
	p := &SelfTest{tools: tools, form: ui.NewForm(), note: ui.NewNote(""), left: container.NewStack()}
	p.form.Section("Technician.Settings")
	p.form.Text(fieldWindow).Wide().Limit(10)
	p.form.Plain(fieldBackup).Wide()
	p.form.OnDone = p.onSave
	return p
}

// Bind gives the page's keys.
func (p *SelfTest) Bind(keys *ui.KeyMap) {
	keys.Bind("Technician.Test", p.onTest, ui.Key{Name: fyne.KeyF5})
	keys.Bind("Technician.Backup", p.onBackup, ui.Key{Name: fyne.KeyF8})
	keys.Bind("Technician.Export", p.onExport, ui.Key{Name: fyne.KeyF10})
	keys.Bind("Technician.SaveSettings", p.onSave, ui.Key{Name: fyne.KeyF9})
}

// Build lays the page out.
func (p *SelfTest) Build() fyne.CanvasObject {
	actions := container.NewHBox(ui.NewPrimary("Technician.Test", p.onTest), ui.NewButton("Technician.Backup", p.onBackup),
		ui.NewButton("Technician.Export", p.onExport), ui.NewButton("Technician.SaveSettings", p.onSave))
	return container.NewBorder(container.NewVBox(actions, p.note, p.left), nil, nil, nil, p.form)
}

// Shown fills in the settings and looks at the state.
func (p *SelfTest) Shown(ctx context.Context) {
	p.ctx = ctx
	s := p.tools.Settings()
	p.form.Fill(map[string]string{fieldWindow: s.Window, fieldBackup: strings.Join(s.Backups, ";")})
	p.form.FocusFirst()
	p.show()
	p.look()
}

// look reads the state anew.
func (p *SelfTest) look() {
	ui.Load(p.ctx, p.tools.state, func(s state, err error) {
		if err != nil {
			p.tell(err)
			return
		}
		p.state = s
		p.show()
	})
}

// show draws the state and what the test found.
func (p *SelfTest) show() {
	p.left.Objects = []fyne.CanvasObject{ui.NewColumns(
		ui.NewSection("Technician.State", p.state.facts()...), ui.NewSection("Technician.Result", p.report.facts()...))}
	p.left.Refresh()
}

// begin says what is being done; it is false while something else is.
func (p *SelfTest) begin(key string) bool {
	if p.busy {
		return false
	}
	p.busy = true
	p.note.Set(ui.ToneInfo, assets.Text(key))
	return true
}

func (p *SelfTest) onTest() {
	if !p.begin("Technician.Testing") {
		return
	}
	ui.Load(p.ctx, p.tools.test, func(r report, err error) {
		p.busy = false
		if err != nil {
			p.tell(err)
			return
		}
		p.report = &r
		if n := len(r.Faults); n > 0 {
			p.note.Set(ui.ToneError, assets.Text("Technician.Wrong", "n", n))
		} else {
			p.note.Set(ui.ToneGood, assets.Text("Technician.Fine"))
		}
		p.show()
	})
}

func (p *SelfTest) onBackup() {
	if !p.begin("Technician.BackingUp") {
		return
	}
	ui.Load(p.ctx, func(ctx context.Context) ([]store.Backed, error) {
		return p.tools.Store.Backup(ctx, store.ManualBackup)
	}, func(made []store.Backed, err error) {
		p.busy = false
		p.tools.BackedUp(err)
		if err != nil {
			p.tell(err)
		} else {
			var files []string
			for _, b := range made {
				files = append(files, b.Path)
			}
			p.note.Set(ui.ToneGood, assets.Text("Technician.BackedUp", "files", strings.Join(files, "；")))
		}
		p.look()
	})
}

// onSave keeps the settings. A backup folder must be there: a stick that is not
// put in would otherwise be found missing only when it is needed.
func (p *SelfTest) onSave() {
	p.form.ClearMessages()
	s := folder.Settings{Window: strings.TrimSpace(p.form.Value(fieldWindow))}
	for _, path := range strings.Split(p.form.Value(fieldBackup), ";") {
		if path = strings.TrimSpace(path); path != "" {
			s.Backups = append(s.Backups, path)
		}
	}
	if !p.begin("Ui.Checking") {
		return
	}
	ui.Load(p.ctx, func(context.Context) (struct{}, error) {
		return struct{}{}, findFolders(s.Backups)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.busy = false
			p.note.Set(ui.ToneInfo, "")
			p.form.SetError(fieldBackup, "Technician.NoFolder")
			p.form.Focus(fieldBackup)
			return
		}
		p.tools.Save(s, func(err error) { p.onSaved(s, err) })
	})
}

func (p *SelfTest) onSaved(s folder.Settings, err error) {
	p.busy = false
	if err != nil {
		p.tell(err)
		return
	}
	p.tools.Store.SetBackups(s.Backups)
	p.note.Set(ui.ToneGood, assets.Text("Technician.Saved"))
	p.look()
}

// findFolders gives an error for the first that is no folder here.
func findFolders(paths []string) error {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err == nil && (!info.IsDir() || !filepath.IsAbs(path)) {
			err = os.ErrInvalid
		}
		if err != nil {
			return fmt.Errorf("find backup folder: %w", err)
		}
	}
	return nil
}

func (p *SelfTest) onExport() {
	if !p.begin("Technician.Testing") {
		return
	}
	ui.Load(p.ctx, p.tools.export, func(path string, err error) {
		p.busy = false
		if err != nil {
			p.tell(err)
			return
		}
		p.note.Set(ui.ToneGood, assets.Text("Technician.Exported", "file", path))
	})
}

func (p *SelfTest) tell(err error) {
	m := ui.Explain(err)
	p.note.Set(ui.ToneError, fmt.Sprint(m.What, m.Next))
}
