package window

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/record"
)

// places are towns, communities, employers and unions as choices.
type places struct {
	session *store.Session
}

func newPlaces(s *store.Session) *places { return &places{s} }

func (p *places) towns() []ui.Choice { return table("nanhu_towns") }

// communities are those of a town, all when none is chosen.
func (p *places) communities(town string) []ui.Choice {
	var choices []ui.Choice
	for _, c := range p.session.Communities() {
		if town == "" || c.Town == town {
			choices = append(choices, ui.Choice{Code: c.Code, Label: c.Name})
		}
	}
	return choices
}

func (p *places) employers() []ui.Choice {
	var choices []ui.Choice
	for _, e := range p.session.Employers() {
		if e.ClosedOn.IsZero() {
			choices = append(choices, ui.Choice{Code: e.ID.String(), Label: e.Name})
		}
	}
	return choices
}

// unions are the base unions of the district, those of the visitor's town first.
func (p *places) unions(town string) []ui.Choice {
	var choices []ui.Choice
	for _, u := range p.baseUnions(town) {
		choices = append(choices, ui.Choice{Code: u.ID.String(), Label: u.Name})
	}
	return choices
}

func (p *places) baseUnions(town string) []record.Union {
	unions := slices.DeleteFunc(slices.Clone(p.session.Unions()), func(u record.Union) bool {
		return !u.Kind.Base() || !u.DissolvedOn.IsZero()
	})
	slices.SortStableFunc(unions, func(a, b record.Union) int {
		switch {
		case a.Town == town && b.Town != town:
			return -1
		case a.Town != town && b.Town == town:
			return 1
		}
		return 0
	})
	return unions
}

func (p *places) union(id uuid.UUID) string {
	for _, u := range p.session.Unions() {
		if u.ID == id {
			return u.Name
		}
	}
	return ""
}

func (p *places) employer(id string) string { return label(p.employers(), id) }

func (p *places) town(code string) string { return label(p.towns(), code) }

func (p *places) community(code string) string {
	if code == "" {
		return ""
	}
	return label(p.communities(""), code)
}

func civilOf(t time.Time) civil.Date { return civil.Of(t) }
