package record

// Knows says that this program has a rule for that version of a type in a file
// of that kind. An event it does not know is kept as it came, and folded once a
// program knows it.
func Knows(kind Kind, typ string, version int) bool {
	k := ruleKey{typ, version}
	if (&Event{Type: typ, Version: version}).settles() {
		return knownKind(kind)
	}
	switch kind {
	case KindPerson:
		return has(personRules, k)
	case KindService:
		return has(serviceRules, k)
	case KindUnion:
		return has(unionRules, k)
	case KindEmployer:
		return has(employerRules, k)
	case KindCommunity:
		return has(communityRules, k)
	case KindCodes:
		return has(codesRules, k)
	case KindStaff:
		return has(staffRules, k)
	case KindCentre:
		return has(centreRules, k)
	}
	return false
}

func has[S any](rules map[ruleKey]rule[S], k ruleKey) bool {
	_, known := rules[k]
	return known
}

func knownKind(kind Kind) bool {
	switch kind {
	case KindPerson, KindService, KindUnion, KindEmployer, KindCommunity, KindCodes, KindStaff, KindCentre:
		return true
	}
	return false
}
