package record

// Mark is what the district decides once about an event at its first receipt:
// when it counts, and whether its author had the right. It travels with the
// event. Until the district has spoken a terminal keeps a provisional mark for
// each event of its own; that one never travels.
type Mark struct {
	Effective   HLC    `json:"effective"`
	Allowed     bool   `json:"allowed"`
	Reason      Reason `json:"reason,omitempty"` // set when the event is to be listed, allowed or not
	Provisional bool   `json:"-"`
}

// Marked is an event together with its mark: what a fold reads.
type Marked struct {
	Event Event `json:"event"`
	Mark  Mark  `json:"mark"`
}

// Merge gives the mark that holds when two are known for one event: the
// district's before a provisional one; of two of the district's (which should
// never exist) the smaller time, then allowed. It is commutative, so marks may
// come in any order.
func (m Mark) Merge(o Mark) Mark {
	switch {
	case m.Provisional != o.Provisional:
		if m.Provisional {
			return o
		}
		return m
	case m.Effective != o.Effective:
		if m.Effective < o.Effective {
			return m
		}
		return o
	case m.Allowed != o.Allowed:
		if m.Allowed {
			return m
		}
		return o
	case m.Reason <= o.Reason:
		return m
	}
	return o
}

// ProvisionalMark is the mark a terminal gives its own event: at its own time,
// but not before the district time the event carries, and after its
// predecessor in the journal.
func ProvisionalMark(e *Event, predecessor HLC, verdict Verdict) Mark {
	return Mark{
		Effective:   max(e.At, e.Proven, predecessor+Tick),
		Allowed:     verdict.Allowed,
		Reason:      verdict.Reason,
		Provisional: true,
	}
}

// EffectiveTime is the district's rule: min(at − error, received), never before
// the proven district time the event carries nor before the effective time of
// its predecessor in the journal plus one tick. errorMS is the terminal's clock
// less the district's in the same exchange, in milliseconds, zero if the clock
// was set in between; received is the district's own clock, which is past every
// effective time it has given or taken back.
func EffectiveTime(at, proven HLC, errorMS int64, received, predecessor HLC) HLC {
	const bound = int64(1) << 47 // more than the clock can hold
	errorMS = min(max(errorMS, -bound), bound)
	return max(min(shift(at, -errorMS), received), proven, predecessor+Tick)
}

// shift moves a reading by ms milliseconds and stops at both ends: a clock that
// is centuries off must not wrap round.
func shift(h HLC, ms int64) HLC {
	const last = int64(1)<<48 - 1
	return HLC(min(max(int64(h>>16)+ms, 0), last))<<16 | h&0xffff
}
