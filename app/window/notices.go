package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/ui"
)

// notice names what holds for longer than one page and asks somebody to act. It
// stands above every page until it is so no more.
type notice int

// The notices, in the order they stand.
const (
	noticeDamaged  notice = iota // the data file, or that it is open for reading only
	noticeCopied                 // the folder was restored or copied
	noticeBackup                 // the daily backup failed
	noticeSettings               // the settings cannot be read
	noticePassword               // older than it should be
	noticeCount
)

// notices are the notes above the page, most of the time none.
type notices struct {
	box   *fyne.Container
	frame *fyne.Container // is laid out anew when a note comes or goes
	notes [noticeCount]*ui.Note
}

func newNotices() *notices {
	n := &notices{box: container.NewVBox()}
	for i := range n.notes {
		n.notes[i] = ui.NewNote("")
		n.box.Add(n.notes[i])
	}
	n.box.Hide()
	return n
}

// set shows a notice; one that says nothing is taken away.
func (n *notices) set(which notice, m ui.Message) {
	n.notes[which].Set(m.Tone, join("", m.What, m.Next))
	shown := false
	for _, note := range n.notes {
		shown = shown || note.Text() != ""
	}
	setShown(n.box, shown)
	n.frame.Refresh()
}
