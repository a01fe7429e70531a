package record

import (
	"encoding/json"

	"github.com/google/uuid"
)

// ruleKey names a version of a type. A type is never given a new meaning; a
// new version stands beside the old one.
type ruleKey struct {
	Type    string
	Version int
}

// rule is how one type changes one kind of state.
type rule[S any] struct {
	side  Side // of a person's file; empty where the body decides
	apply func(state *S, t *turn) Reason
}

// sideOf is the side an event of this rule is listed under.
func (r rule[S]) sideOf(e *Event) Side {
	if r.side == "" && e.File.Kind == KindPerson {
		return sideOfBody(e)
	}
	return r.side
}

// on makes a rule of a function that takes the decoded body.
func on[S, B any](side Side, f func(state *S, t *turn, body B) Reason) rule[S] {
	return rule[S]{side: side, apply: func(state *S, t *turn) Reason {
		var body B
		if json.Unmarshal(t.Event.Body, &body) != nil {
			return Unreadable
		}
		return f(state, t, body)
	}}
}

// step judges one turn: the mark first, then the rule of its type, and lists
// what did not take effect or is to be looked at.
func step[S any](state *S, list *Listing, rules map[ruleKey]rule[S], t *turn) {
	e := &t.Event
	r, known := rules[ruleKey{e.Type, e.Version}]
	if !known {
		if e.settles() {
			settleListing(list, t)
		} else if t.upholds == nil {
			list.Unread = append(list.Unread, e.ID)
		}
		return
	}
	if t.upholds != nil {
		foldUpheld(state, list, r, t)
		return
	}
	if !t.Mark.Allowed {
		list.add(t, r.sideOf(&t.Event), orElse(t.Mark.Reason, NotAllowed), false)
		return
	}
	if reason := r.apply(state, t); reason != "" {
		list.add(t, r.sideOf(&t.Event), reason, false)
	} else if t.Mark.Reason != "" {
		list.add(t, r.sideOf(&t.Event), t.Mark.Reason, true)
	}
}

// settleListing closes a listing that was set aside. Upholding is judged at
// the second turn of the upheld event; only a target outside this file has no
// such turn.
func settleListing(list *Listing, t *turn) {
	e, side := &t.Event, Side("")
	if e.File.Kind == KindPerson {
		side = SideOf(e)
	}
	if !t.Mark.Allowed {
		list.add(t, side, orElse(t.Mark.Reason, NotAllowed), false)
		return
	}
	listed := list.find(target(e))
	if listed == nil || listed.ClosedBy != uuid.Nil || listed.Side != side {
		list.add(t, side, NothingToUphold, false)
		return
	}
	if e.Type == "event.set_aside" {
		listed.ClosedBy, listed.Outcome = e.ID, "set_aside"
	}
}

// foldUpheld lets a listed event take effect at the time it is upheld.
func foldUpheld[S any](state *S, list *Listing, r rule[S], t *turn) {
	listed := list.find(t.Event.ID)
	if listed == nil || listed.ClosedBy != uuid.Nil || listed.Effect {
		return // its upholder is listed already, or there was nothing to allow
	}
	if reason := r.apply(state, t); reason != "" {
		list.add(t.upholds, r.sideOf(&t.Event), reason, false)
		return
	}
	listed.ClosedBy, listed.Outcome, listed.Effect = t.upholds.Event.ID, "upheld", true
}

func (l *Listing) add(t *turn, side Side, reason Reason, effect bool) {
	l.Listed = append(l.Listed, Listed{
		Event: t.Event.ID, Type: t.Event.Type, Side: side, Reason: reason, Effect: effect,
	})
}

func orElse(r, otherwise Reason) Reason {
	if r == "" {
		return otherwise
	}
	return r
}

// fold applies turns to a state of a kind that has neither links nor moves.
func fold[S any](state *S, list *Listing, rules map[ruleKey]rule[S], events []Marked) {
	for _, t := range order(events) {
		step(state, list, rules, t)
	}
}
