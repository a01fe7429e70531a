package district

import (
	"strings"

	"github.com/google/uuid"

	"ruhui/store/ident"
	"ruhui/store/record"
)

// townOf reads a town's cell: nine digits or the name, with or without 镇 or
// 街道. "" when it is empty or there is no such town, which is a fault.
func (r *reading) town(name string) string {
	text := r.get(name)
	if text == "" {
		return ""
	}
	town, err := ParseTown(text)
	if err != nil {
		r.fault(name, FaultUnknown)
	}
	return town
}

// ParseTown reads a street or town by its nine digits or its name, and the
// district's own place by its digits, its name or 区. [UnknownTown] for others.
func ParseTown(text string) (string, error) {
	text = strings.TrimSpace(text)
	switch ident.Normalise(text) {
	case record.DistrictTown, "南湖区", "区", "全区":
		return record.DistrictTown, nil
	}
	for _, t := range ident.Towns.Items() {
		short := strings.TrimSuffix(strings.TrimSuffix(t.Name, "街道"), "镇")
		if ident.Normalise(text) == t.Code || text == t.Name || text == short {
			return t.Code, nil
		}
	}
	return "", UnknownTown
}

// findUnion reads a union by code or name.
func (o *Organisation) findUnion(text string) (uuid.UUID, FaultKey) {
	var found []uuid.UUID
	for id, u := range o.Unions {
		if strings.EqualFold(u.Code, text) {
			return id, ""
		}
		if u.Name == text {
			found = append(found, id)
		}
	}
	return only(found)
}

// findEmployer reads an employer by credit code or name.
func (o *Organisation) findEmployer(text string) (uuid.UUID, FaultKey) {
	var found []uuid.UUID
	code := ident.Normalise(text)
	for id, e := range o.Employers {
		if e.USCC != "" && e.USCC == code {
			return id, ""
		}
		if e.Name == text {
			found = append(found, id)
		}
	}
	return only(found)
}

func only(found []uuid.UUID) (uuid.UUID, FaultKey) {
	switch len(found) {
	case 0:
		return uuid.Nil, FaultUnknown
	case 1:
		return found[0], ""
	}
	return uuid.Nil, FaultAmbiguous
}

// credit reads a unified social credit code (GB 32100-2015); what only looks odd
// is taken.
func (r *reading) credit(name string) string {
	text := r.get(name)
	if text == "" {
		return ""
	}
	_, check := ident.Credit(text)
	switch {
	case check.OK():
	case check.Code == ident.BadCheckDigit:
		r.fault(name, FaultCheck)
	default:
		r.fault(name, FaultForm)
	}
	return ident.Normalise(text)
}

// coded reads a cell that holds a code of a table or the text that goes with it.
func (i *importing) coded(name, table string) string {
	text := i.get(name)
	if text == "" {
		return ""
	}
	for _, c := range i.org.Codes[table].Rows {
		if c.Code == text || c.Text == text || strings.TrimLeft(c.Code, "0") == text {
			return c.Code
		}
	}
	i.fault(name, FaultUnknown)
	return ""
}
