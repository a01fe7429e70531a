package record

import (
	"slices"

	"ruhui/store/civil"
)

// Material is one paper of a residence case.
type Material struct {
	ID     string         `json:"id"` // as in the table of case types
	Source MaterialSource `json:"source"`
}

// MaterialSource says how a paper came.
type MaterialSource string

// How a paper came. In Zhejiang many are fetched by data sharing.
const (
	Original   MaterialSource = "original"
	Copy       MaterialSource = "copy"
	SharedData MaterialSource = "shared_data"
	Promised   MaterialSource = "promise"
)

// ProofGroup is the one condition a permit rests on beside the half year
// (条例 art. 16).
type ProofGroup string

// The three proof groups.
const (
	Employment ProofGroup = "employment"
	Dwelling   ProofGroup = "dwelling"
	Study      ProofGroup = "study"
)

// Notice is the 一次性告知书: everything missing, told once.
type Notice struct {
	Missing []string   `json:"missing"` // material ids
	On      civil.Date `json:"on"`
	DueOn   civil.Date `json:"dueOn"`
}

// Capacity is 容缺受理: accepted with something missing on a signed promise.
// Off unless the town's policy switches it on.
type Capacity struct {
	Missing  []string   `json:"missing"`
	Promise  string     `json:"promise"`
	DueOn    civil.Date `json:"dueOn"`
	SignedBy string     `json:"signedBy"`
}

// keyMaterials can never be promised: who the person is and how long they have
// lived here.
var keyMaterials = []string{"identity", "guardian", "parents", "old_permit", "half_year"}

func (c *Capacity) check() Reason {
	if len(c.Missing) == 0 || c.Promise == "" || c.SignedBy == "" || c.DueOn.IsZero() {
		return Unreadable
	}
	for _, id := range c.Missing {
		if slices.Contains(keyMaterials, id) {
			return KeyMaterial
		}
	}
	return ""
}

// supply adds what was brought; a paper brought again replaces the earlier.
func supply(have, brought []Material) []Material {
	out := slices.Clone(have)
	for _, m := range brought {
		if i := slices.IndexFunc(out, func(x Material) bool { return x.ID == m.ID }); i >= 0 {
			out[i] = m
		} else {
			out = append(out, m)
		}
	}
	return out
}

// ReasonCode is why a residence case was not accepted, returned or refused.
type ReasonCode string

// Reason codes of residence cases.
const (
	NotFloating    ReasonCode = "R01"
	UnderHalfYear  ReasonCode = "R02"
	ConditionUnmet ReasonCode = "R03"
	PapersMissing  ReasonCode = "R04"
	PapersFalse    ReasonCode = "R05"
	NotThePerson   ReasonCode = "R06"
	Repeated       ReasonCode = "R07"
	NotThisWindow  ReasonCode = "R08"
	PaperExpired   ReasonCode = "R09"
	OtherReason    ReasonCode = "R10" // with text
)

func (c ReasonCode) known() bool { return len(c) == 3 && c >= NotFloating && c <= OtherReason }

func (t CaseType) known() bool {
	switch t {
	case Register, RegisterChange, RegisterCancel, PermitApply, PermitEndorse,
		PermitChange, PermitRenew, PermitReplace, PermitCancel:
		return true
	}
	return false
}
