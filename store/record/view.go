package record

import "maps"

// ForUnion is what a base union may see of a person: the details and its own
// fields, and only while the consent to join is in force. Withdrawing it hides
// everything but the name and number the union needs to end the membership.
func (p *Person) ForUnion() map[Field]string {
	if !p.Consents[UnionJoin].InForce() {
		return only(p.Fields, FieldName, FieldLatinName)
	}
	return without(p.Fields, residenceFields)
}

// ForWindow is what a window may see: everything but what the union alone asks.
func (p *Person) ForWindow() map[Field]string {
	if p.Consents[UnionJoin].InForce() {
		return maps.Clone(p.Fields)
	}
	return without(p.Fields, unionFields)
}

// ForEmployer is what may be given to an employer for recruiting: no numbers
// of documents, and nothing at all without the consent for it.
func (p *Person) ForEmployer() map[Field]string {
	if !p.Consents[ShareEmployer].InForce() {
		return nil
	}
	return only(p.Fields, FieldName, FieldSex, FieldMobile, FieldEducation, FieldSkillLevel, FieldJobTitle)
}

func only(fields map[Field]string, keep ...Field) map[Field]string {
	out := map[Field]string{}
	for _, f := range keep {
		if v, said := fields[f]; said {
			out[f] = v
		}
	}
	return out
}

func without(fields map[Field]string, drop map[Field]bool) map[Field]string {
	out := map[Field]string{}
	for f, v := range fields {
		if !drop[f] {
			out[f] = v
		}
	}
	return out
}
