package window

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/store"
	"ruhui/store/record"
)

// What a visit is kept as until it is saved: every field by itself, and what
// stands in the form of the step it is at, just as it was typed.
const (
	draftOpened   = "opened"
	draftPerson   = store.DraftPerson
	draftNamed    = "named"
	draftMet      = "met"
	draftDocument = "document"
	draftSource   = "source"
	draftCase     = "case"
	draftUnion    = "union"
	draftNotice   = "notice"
	draftTold     = "told"
	draftWindow   = "window"
	draftTicket   = "ticket"
	draftRead     = "read."  // + field
	draftKnown    = "known." // + field
	draftTyped    = "typed." // + field
	draftPaper    = "paper." // + field of the step for papers
	draftForm     = "form."  // + field of the shown step
)

// The steps of a visit, by the names drafts keep and the labels staff see.
var (
	pageNames  = []string{"card", "residence", "materials", "union", "review", "done"}
	stepLabels = []string{"Step.Card", "Step.Residence", "Step.Materials", "Step.Union", "Step.Review", "Step.Done"}
)

// draft is all that is in the visit; nil when nobody has sat down yet.
func (v *visit) draft() map[string]string {
	if !v.unsaved() {
		return nil
	}
	s := &v.sitting
	all := map[string]string{store.DraftName: v.value(record.FieldName), store.DraftStep: pageNames[v.at],
		draftOpened: s.Opened.Format(time.RFC3339Nano), draftPerson: s.Person.String(), draftNamed: yes(v.named),
		draftSource: string(s.Source), draftMet: asJSON(v.document), draftDocument: asJSON(s.Document),
		draftWindow: s.Window, draftTicket: s.Ticket, draftCase: asJSON(s.Case), draftUnion: asJSON(s.Union), draftNotice: asJSON(s.Notice)}
	for prefix, fields := range map[string]map[record.Field]string{draftRead: s.Read, draftKnown: s.Prefilled, draftTyped: v.values} {
		for f, value := range fields {
			all[prefix+string(f)] = value
		}
	}
	v.draftOfPages(all)
	return all
}

func (v *visit) draftOfPages(all map[string]string) {
	for _, p := range v.pages {
		switch p := p.(type) {
		case *materialsPage:
			for name, value := range p.chosen {
				all[draftPaper+name] = value
			}
		case *residencePage:
			if v.pages[v.at] == page(p) {
				all[draftTold] = p.told.Value()
			}
		}
	}
	if f := formOf(v.pages[v.at]); f != nil {
		for name, value := range f.Values() {
			all[draftForm+name] = value
		}
	}
	if p, is := v.pages[v.at].(*cardPage); is && all[store.DraftName] == "" {
		all[store.DraftName] = p.form.Value(string(record.FieldName))
	}
}

// asJSON writes one of our own structs, which cannot fail.
func asJSON(x any) string {
	b, err := json.Marshal(x)
	if err != nil {
		panic(fmt.Sprintf("write %T: %v", x, err))
	}
	return string(b)
}

// resumed is a visit as its draft has it, to be shown at the step it was at.
func resumed(w *Window, d store.Draft, known record.Person) (*visit, error) {
	v := newVisit(w)
	v.known = known
	if err := v.restore(d); err != nil {
		return nil, fmt.Errorf("read draft %s: %w", d.Visit, err)
	}
	v.pages = append(v.pages[:1], v.newPages()...)
	for _, p := range v.pages {
		switch p := p.(type) {
		case *materialsPage:
			p.chosen = withPrefix(d.Fields, draftPaper)
		case *unionPage:
			p.chosen = v.sitting.Union.Why == record.ChosenByClerk
		}
	}
	for at, name := range pageNames {
		if name == d.Step {
			v.first = at
		}
	}
	v.typed = d.Fields
	v.keeper.open, v.keeper.kept = d.Visit, d.Fields
	return v, nil
}

func (v *visit) restore(d store.Draft) (err error) {
	s := &v.sitting
	s.Visit, s.Source, v.named = d.Visit, record.Source(d.Fields[draftSource]), d.Fields[draftNamed] != ""
	if s.Opened, err = time.Parse(time.RFC3339Nano, d.Fields[draftOpened]); err != nil {
		return err
	}
	if s.Person, err = uuid.Parse(d.Fields[draftPerson]); err != nil {
		return err
	}
	for name, into := range map[string]any{draftMet: &v.document, draftDocument: &s.Document, draftCase: &s.Case,
		draftUnion: &s.Union, draftNotice: &s.Notice} {
		if err := json.Unmarshal([]byte(d.Fields[name]), into); err != nil {
			return fmt.Errorf("field %s: %w", name, err)
		}
	}
	s.Window, s.Ticket = d.Fields[draftWindow], d.Fields[draftTicket]
	s.Read, s.Prefilled, v.values = fieldsOf(d.Fields, draftRead), fieldsOf(d.Fields, draftKnown), fieldsOf(d.Fields, draftTyped)
	return nil
}

// retype puts into the shown step what stood in its form, as if typed again.
func (v *visit) retype() {
	fields := v.typed
	v.typed = nil
	if fields == nil {
		return
	}
	if p, is := v.pages[v.at].(*residencePage); is {
		p.told.SetValue(fields[draftTold])
	}
	f := formOf(v.pages[v.at])
	if f == nil {
		return
	}
	for _, name := range f.Names() { // in order: a town empties the community
		if value, was := fields[draftForm+name]; was && value != f.Value(name) {
			f.Put(name, value)
		}
	}
}

func withPrefix(fields map[string]string, prefix string) map[string]string {
	out := map[string]string{}
	for name, value := range fields {
		if rest, is := strings.CutPrefix(name, prefix); is {
			out[rest] = value
		}
	}
	return out
}

func fieldsOf(fields map[string]string, prefix string) map[record.Field]string {
	out := map[record.Field]string{}
	for name, value := range withPrefix(fields, prefix) {
		out[record.Field(name)] = value
	}
	return out
}

// formOf is the form of a step, nil when it has none.
func formOf(p page) *ui.Form {
	switch p := p.(type) {
	case *cardPage:
		return p.form
	case *residencePage:
		return p.form
	case *materialsPage:
		return p.form
	case *unionPage:
		return p.form
	}
	return nil
}
