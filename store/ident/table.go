package ident

// Item is one line of a code table: the code as stored and the Chinese text as shown.
type Item struct {
	Code, Name string
}

// Table is a standard's list of codes in the standard's order. It cannot be changed and may be shared.
type Table struct {
	items []Item
}

// Items gives a copy of the lines, for a list to choose from.
func (t Table) Items() []Item { return append([]Item(nil), t.items...) }

// Name gives the text of a code, "" when the table has no such code.
func (t Table) Name(code string) string {
	for _, i := range t.items {
		if i.Code == code {
			return i.Name
		}
	}
	return ""
}

// Code gives the code of a text, "" when the table has no such text.
func (t Table) Code(name string) string {
	for _, i := range t.items {
		if i.Name == name {
			return i.Code
		}
	}
	return ""
}

// Check warns of a code that the table does not have. No code is fine: it means not given.
func (t Table) Check(code string) Check {
	if code != "" && t.Name(code) == "" {
		return warn(UnknownCode)
	}
	return Check{}
}
