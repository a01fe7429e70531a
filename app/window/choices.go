package window

import (
	"strings"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// table gives a code table that comes with the program as choices. A table that
// cannot be read is a fault of the build; the choice is then empty and takes
// what is typed nowhere, so tests read every table.
func table(name string) []ui.Choice {
	rows, err := assets.Table(name)
	if err != nil {
		return nil
	}
	choices := make([]ui.Choice, len(rows))
	for i, r := range rows {
		choices[i] = ui.Choice{Code: r["code"], Label: r["name"]}
	}
	return choices
}

// educations are the eight groups a window offers.
func educations() []ui.Choice {
	rows, err := assets.Table("education")
	if err != nil {
		return nil
	}
	var choices []ui.Choice
	for _, r := range rows {
		if r["window"] != "" {
			choices = append(choices, ui.Choice{Code: r["code"], Label: r["name"]})
		}
	}
	return choices
}

func items(t ident.Table) []ui.Choice {
	var choices []ui.Choice
	for _, i := range t.Items() {
		choices = append(choices, ui.Choice{Code: i.Code, Label: i.Name})
	}
	return choices
}

// answers is a question that starts unanswered.
func answers() []ui.Choice {
	return []ui.Choice{{Code: "1", Label: assets.Text("Answer.Agree")}, {Code: "2", Label: assets.Text("Answer.Decline")}}
}

func answer(code string) record.Answer {
	switch code {
	case "1":
		return record.Agreed
	case "2":
		return record.Declined
	}
	return record.NotAsked
}

func yesNo() []ui.Choice {
	return []ui.Choice{{Code: "1", Label: assets.Text("Answer.Yes")}, {Code: "0", Label: assets.Text("Answer.No")}}
}

// requirements is the table of materials of a case type.
func requirements(t record.CaseType) (table []record.Requirement, names map[string]string) {
	rows, err := assets.Table("case_materials")
	if err != nil {
		return nil, nil
	}
	names = map[string]string{}
	for _, r := range rows {
		if r["case"] == string(t) {
			table = append(table, record.Requirement{Material: r["material"], Need: record.Need(r["need"]), Group: record.ProofGroup(r["group"])})
			names[r["material"]] = r["name"]
		}
	}
	return table, names
}

// label is the text of a code in a list of choices, the code itself when the
// list lacks it.
func label(choices []ui.Choice, code string) string {
	for _, c := range choices {
		if c.Code == code {
			return c.Label
		}
	}
	return code
}

func caseName(t record.CaseType) string { return label(table("case_types"), string(t)) }

// messageOf is the text for a problem's or an error's key.
func messageOf(key string, pairs ...any) string {
	if k := "Message." + key; assets.HasText(k) {
		return assets.Text(k, pairs...)
	}
	if k := "Reason." + key; assets.HasText(k) {
		return assets.Text(k, pairs...)
	}
	return assets.Text("Message.Invalid")
}

// join puts what is not empty together.
func join(sep string, parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
