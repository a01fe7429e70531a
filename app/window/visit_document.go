package window

import (
	"maps"
	"strings"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// How the document of a sitting gets into the card's step and out of it again:
// what a card said is locked there, everything else is typed.

// values are the document of the sitting as the form shows it.
func (p *cardPage) values() map[string]string {
	s := &p.v.sitting
	values := map[string]string{fieldDocType: string(s.Document.Type), fieldDocNo: s.Document.Number,
		fieldValidFrom: s.Document.ValidFrom.String(), fieldValidTo: s.Document.ValidTo.String()}
	if s.Document.LongTerm {
		values[fieldValidTo] = ui.LongTerm
	}
	issuer := fieldIssuer
	if s.Document.Type == ident.DocPassport {
		issuer = fieldState
	}
	values[issuer] = s.Document.Issuer
	for _, f := range cardFields {
		values[string(f)] = s.Read[f]
	}
	return values
}

// fill shows the document of the sitting; what a card said is locked.
func (p *cardPage) fill() {
	s := &p.v.sitting
	p.read = s.Source == record.FromReader && s.Document.Type != ""
	values := p.values()
	said := p.said
	if said == nil {
		said = filled(values)
	}
	if s.Document.Type == "" {
		values[fieldDocType] = string(ident.DocIDCard)
	}
	locked := maps.Clone(values)
	values[fieldWindowNo], values[fieldTicket] = s.Window, s.Ticket
	p.form.Fill(values)
	p.askIssuer(values[fieldDocType])
	for name := range locked {
		p.form.Field(name).ReadOnly(p.read && (said[name] || name == fieldDocNo))
	}
}

// filled names the fields that hold something.
func filled(values map[string]string) map[string]bool {
	out := map[string]bool{}
	for name, value := range values {
		out[name] = value != ""
	}
	return out
}

// take moves what was typed into the sitting. What a card said is there
// already; only an empty place of it may have been filled.
func (p *cardPage) take() {
	s := &p.v.sitting
	values := p.form.Values()
	if s.Read == nil {
		s.Read = map[record.Field]string{}
	}
	if !p.read {
		s.Source = record.Typed
		s.Document.Type, s.Document.Number = ident.DocType(values[fieldDocType]), ident.Normalise(values[fieldDocNo])
	}
	p.takeDocument(values)
	if !p.read {
		p.readFromNumber(values)
		values[string(record.FieldName)] = ident.NormaliseName(values[string(record.FieldName)])
	}
	for _, f := range cardFields {
		if v := values[string(f)]; v != "" || !p.said[string(f)] {
			s.Read[f] = v
		}
	}
	maps.DeleteFunc(s.Read, func(_ record.Field, v string) bool { return v == "" })
	s.Window, s.Ticket = windowSign(values[fieldWindowNo]), strings.TrimSpace(values[fieldTicket])
	p.v.w.rememberWindow(s.Window)
}

// takeDocument takes of a document what stands in the form, which for what a
// card said is the card's own.
func (p *cardPage) takeDocument(values map[string]string) {
	d := &p.v.sitting.Document
	d.Issuer = strings.TrimSpace(values[fieldIssuer])
	if d.Type == ident.DocPassport {
		d.Issuer = values[fieldState]
	}
	d.ValidFrom, d.ValidTo = dateOf(values[fieldValidFrom]), dateOf(values[fieldValidTo])
	d.LongTerm = values[fieldValidTo] == ui.LongTerm
}

// badDates are the days of validity that are none. The form keeps them as they
// were typed.
func (p *cardPage) badDates() []record.Problem {
	var found []record.Problem
	for _, name := range []string{fieldValidFrom, fieldValidTo} {
		if v := p.form.Value(name); v != "" && v != ui.LongTerm && dateOf(v).IsZero() {
			found = append(found, record.Problem{Field: record.Field(name), Step: record.StepCard, Level: levelError, Key: ident.BadDate})
		}
	}
	return found
}

// windowSign is the sign above the window as slips say it, after their own word
// for it: 3, 3号 and 3号窗口 are 3号.
func windowSign(typed string) string {
	sign := strings.TrimSuffix(strings.TrimSpace(typed), assets.Text("Window"))
	if sign != "" && strings.Trim(sign, "0123456789") == "" {
		sign += assets.Text("Window.No")
	}
	return sign
}

// readFromNumber fills birth and sex from a right number where they were left
// empty: nobody types what the number says.
func (p *cardPage) readFromNumber(values map[string]string) {
	s := &p.v.sitting
	doc, check := ident.ParseDocument(s.Document.Type, s.Document.Number, s.Document.Issuer, p.v.w.today())
	if check.Level == levelError {
		return
	}
	for name, v := range map[string]string{string(record.FieldBirth): doc.Birth.String(), string(record.FieldSex): string(doc.Sex)} {
		if values[name] == "" && v != "" {
			values[name] = v
			p.form.Put(name, v)
		}
	}
}

func dateOf(text string) civil.Date {
	d, err := civil.Parse(text)
	if err != nil {
		return civil.Date{}
	}
	return d
}
