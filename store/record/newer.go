//go:build newer

package record

// What tests take for the program of a year from now: with the build tag "newer"
// there is a type more, and a second version of an old one.
func init() {
	personRules[ruleKey{"person.told", 1}] = describe(SideDetails)
	personRules[ruleKey{"person.changed", 2}] = on(SideDetails, func(p *Person, t *turn, b struct {
		Said map[Field]string `json:"said"`
	}) Reason {
		return p.take(t, SideDetails, b.Said)
	})
}
