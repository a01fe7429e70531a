package window

import (
	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/ident"
	"ruhui/store/record"
)

const levelError = ident.Error

// showProblems puts the problems of a step into its form; what belongs to no
// field goes to the note. It reports whether one bars going on, and gives the
// first such field the focus.
func showProblems(form *ui.Form, note *ui.Note, step record.VisitStep, problems []record.Problem) bool {
	form.ClearMessages()
	note.Set(ui.ToneInfo, "")
	barred := false
	for _, p := range problems {
		if p.Step != step {
			continue
		}
		barred = barred || p.Level == levelError
		text := problemText(p)
		switch field := form.Field(string(p.Field)); {
		case field == nil:
			note.Set(toneOf(p.Level), join("\n", note.Text(), text))
		case p.Level == levelError:
			form.SetError(string(p.Field), text)
		default:
			form.SetWarning(string(p.Field), text)
		}
	}
	if barred {
		form.FocusError()
	}
	return barred
}

func toneOf(level ident.Level) ui.Tone {
	if level == levelError {
		return ui.ToneError
	}
	return ui.ToneWarning
}

func problemText(p record.Problem) string {
	if p.Key == record.KeyHalfYearNotMet && p.Date.IsZero() {
		return messageOf("NotRegistered")
	}
	if key := p.Key + ".On"; !p.Date.IsZero() && assets.HasText("Message."+key) {
		return messageOf(key, "date", p.Date.Chinese())
	}
	return messageOf(p.Key, "field", assets.Text(string(p.Field)), "date", p.Date.Chinese())
}
