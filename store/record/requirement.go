package record

import "slices"

// Need says how far a paper must be there.
type Need string

// How far a paper must be there.
const (
	Must        Need = "must"
	Conditional Need = "conditional" // the clerk knows whether the condition holds
	Optional    Need = "optional"
)

// Requirement is one line of the table of materials of a case type.
type Requirement struct {
	Material string
	Need     Need
	Group    ProofGroup // of a permit's proofs: one paper of one group is enough
}

// Missing lists what the person must be told is missing, everything at once
// (条例 art. 18): the papers that must be there, the conditional ones the clerk
// has asked for, and, where proofs are asked, the whole chosen group when none
// of its papers is there.
func Missing(table []Requirement, have []Material, asked []string, proof ProofGroup) []string {
	var missing []string
	held := func(id string) bool {
		return slices.ContainsFunc(have, func(m Material) bool { return m.ID == id && m.Source != Promised })
	}
	for _, r := range table {
		wanted := r.Need == Must || r.Need == Conditional && slices.Contains(asked, r.Material)
		if wanted && !held(r.Material) {
			missing = append(missing, r.Material)
		}
	}
	if group := proofs(table, proof); len(group) > 0 && !slices.ContainsFunc(group, held) {
		missing = append(missing, group...)
	}
	return missing
}

// proofs are the papers of the chosen group, or of all groups where none was
// chosen; nil for a case type that asks no proof.
func proofs(table []Requirement, chosen ProofGroup) []string {
	var ids []string
	for _, r := range table {
		if r.Group != "" && (chosen == "" || r.Group == chosen) {
			ids = append(ids, r.Material)
		}
	}
	return ids
}
