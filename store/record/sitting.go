package record

import (
	"maps"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
)

// Sitting is what a clerk has before them when a visit is saved: the visitor,
// what was read and typed, and what they want. [Sitting.Facts] turns it into
// the facts of one act, so that the residence case and the union application
// are saved together or not at all.
type Sitting struct {
	Visit     uuid.UUID
	Person    uuid.UUID
	Centre    uuid.UUID
	Window    string
	Ticket    string
	Channel   Channel
	Opened    time.Time
	DateAsked civil.Date // set when the clock could not be trusted

	Document  Document
	Source    Source
	Read      map[Field]string // from the card, or typed in its place
	Prefilled map[Field]string // what the forms were filled with
	Typed     map[Field]string // what stands in them now

	Case   Residence
	Union  Joining
	Notice Wording // the residence notice that was shown
}

// Residence is the residence part of a sitting.
type Residence struct {
	Type      CaseType
	Materials []Material
	Missing   []string // as told to the person; empty means complete
	Proof     ProofGroup
	Code      ReasonCode // set when the case is not accepted
	Why       string
	Capacity  *Capacity
	// CapacityOn is the town's policy of the centre: 容缺受理 is off without it.
	CapacityOn bool
}

// Answer is what somebody said to an offer. The zero value is "not asked":
// nothing is preset.
type Answer int

// Answers.
const (
	NotAsked Answer = iota
	Agreed
	Declined
)

// Joining is the union part of a sitting. Each consent is answered apart.
type Joining struct {
	Offer           Answer
	ShareEmployer   Answer
	SMS             Answer
	Union           uuid.UUID
	Why             TargetReason
	MoveWhenFounded bool
	JoinText        Wording
	ShareText       Wording
	SMSText         Wording
	FormText        string
	PaperNo         string // of the signed paper
}

// Wording is the version of a text somebody was shown, with its hash.
type Wording struct {
	Version string
	Hash    Hash
}

// Issue is what the store hands out inside the transaction that saves a
// sitting: today's date, numbers that are used once, and random ids.
type Issue interface {
	Today() civil.Date
	CaseNo(kind string) (string, error) // JZ, RH, ZJ …
	Token() (string, error)
	ID() uuid.UUID
	Due(from civil.Date, term civil.Term) (due civil.Date, estimated bool)
}

// Outcome tells what a sitting was saved as: what the slip says.
type Outcome struct {
	Case, Membership uuid.UUID
	CaseNo, JoinNo   string
	State            CaseState
	On               civil.Date
	PromisedOn       civil.Date
	Estimated        bool       // no holiday calendar for that year
	SupplementBy     civil.Date // with NeedSupplement
	EligibleFrom     civil.Date // after a registration
	Token            string
}

// Facts turns the sitting into the facts of one act, in the order they are to
// be folded in. now is the person's state, its zero value for somebody new.
func (s *Sitting) Facts(now *Person, issue Issue) ([]Fact, Outcome, error) {
	b := &builder{file: File{KindPerson, s.Person}, out: Outcome{On: issue.Today()}}
	b.say("visit.opened", VisitOpened{Centre: s.Centre, Window: s.Window, Channel: s.Channel, Ticket: s.Ticket,
		Purposes: s.purposes(), Opened: s.Opened, DateAsked: s.DateAsked})
	s.details(b, now)
	if err := s.residence(b, issue); err != nil {
		return nil, Outcome{}, err
	}
	if err := s.joining(b, issue); err != nil {
		return nil, Outcome{}, err
	}
	token, err := issue.Token()
	if err != nil {
		return nil, Outcome{}, err
	}
	b.out.Token = token
	b.say("slip.issued", SlipIssued{Token: token, Numbers: b.numbers(), On: b.out.On})
	return b.facts, b.out, nil
}

type builder struct {
	file  File
	facts []Fact
	out   Outcome
}

func (b *builder) say(typ string, body any) {
	b.facts = append(b.facts, Fact{File: b.file, Type: typ, Version: 1, Body: body})
}

func (b *builder) numbers() []string {
	numbers := []string{b.out.CaseNo}
	if b.out.JoinNo != "" {
		numbers = append(numbers, b.out.JoinNo)
	}
	return numbers
}

func (s *Sitting) purposes() []string {
	purposes := []string{string(s.Case.Type)}
	if s.Union.Offer == Agreed {
		purposes = append(purposes, "join")
	}
	return purposes
}

// details says what was read from the card and what was typed or changed, each
// field once, on its own side.
func (s *Sitting) details(b *builder, now *Person) {
	read := maps.Clone(s.Read)
	if s.Source == Typed {
		read = Changed(now.Fields, s.Read)
	}
	b.say("person.registered", Registered{Document: s.Document, Source: s.Source, Fields: read})
	changed := map[Side]map[Field]string{}
	for f, v := range Changed(s.Prefilled, s.Typed) {
		if old, said := s.Read[f]; said && old == v {
			continue
		}
		if changed[f.Side()] == nil {
			changed[f.Side()] = map[Field]string{}
		}
		changed[f.Side()][f] = v
	}
	for _, side := range []struct {
		side Side
		typ  string
		say  bool
	}{{SideDetails, "person.changed", true}, {SideResidence, "residence.described", true},
		{SideUnion, "membership.described", s.Union.Offer == Agreed}} {
		if len(changed[side.side]) > 0 && side.say {
			b.say(side.typ, Details{Fields: changed[side.side]})
		}
	}
}

func (s *Sitting) residence(b *builder, issue Issue) error {
	no, err := issue.CaseNo("JZ")
	if err != nil {
		return err
	}
	b.out.Case, b.out.CaseNo, b.out.State = issue.ID(), no, Received
	b.say("consent.given", ConsentSaid{Scope: ResidenceNotice, Text: s.Notice.Version, TextHash: s.Notice.Hash, On: b.out.On})
	b.say("residence.filed", Filed{Case: b.out.Case, No: no, Type: s.Case.Type, On: b.out.On,
		Materials: s.Case.Materials, Proof: s.Case.Proof})
	switch {
	case s.Case.Code != "":
		b.out.State = NotAccepted
		b.say("residence.not_accepted", CaseEnded{Case: b.out.Case, On: b.out.On, Code: s.Case.Code, Why: s.Case.Why})
	case len(s.Case.Missing) > 0 && s.Case.Capacity == nil:
		s.told(b, issue)
	default:
		s.accepted(b, issue)
	}
	return nil
}

// told: everything missing, once; thirty days to bring it.
func (s *Sitting) told(b *builder, issue Issue) {
	b.out.State = NeedSupplement
	b.out.SupplementBy, b.out.Estimated = issue.Due(b.out.On, civil.Supplement)
	b.say("residence.supplement_asked", SupplementAsked{Case: b.out.Case,
		Notice: Notice{Missing: s.Case.Missing, On: b.out.On, DueOn: b.out.SupplementBy}})
}

// accepted starts the clock of the decision (条例 art. 18).
func (s *Sitting) accepted(b *builder, issue Issue) {
	b.out.State = Accepted
	b.out.PromisedOn, b.out.Estimated = issue.Due(b.out.On, civil.PermitDecision)
	b.say("residence.accepted", CaseAccepted{Case: b.out.Case, No: b.out.CaseNo, On: b.out.On,
		PromisedOn: b.out.PromisedOn, Estimated: b.out.Estimated, Capacity: s.Case.Capacity})
	if s.Case.Type == Register {
		b.out.EligibleFrom = civil.EligibleFrom(b.out.On)
		b.say("reminder.set", Reminder{ID: issue.ID(), About: PermitPossible, DueOn: b.out.EligibleFrom, Case: b.out.Case})
	}
}

func (s *Sitting) joining(b *builder, issue Issue) error {
	u := s.Union
	answer := func(scope Scope, a Answer, w Wording) {
		said := ConsentSaid{Scope: scope, Text: w.Version, TextHash: w.Hash, On: b.out.On, PaperNo: u.PaperNo}
		switch a {
		case Agreed:
			if scope == UnionJoin {
				said.Union = u.Union
			}
			b.say("consent.given", said)
		case Declined:
			b.say("consent.refused", said)
		}
	}
	answer(UnionJoin, u.Offer, u.JoinText)
	if u.Offer != Agreed {
		return nil
	}
	answer(ShareEmployer, u.ShareEmployer, u.ShareText)
	answer(SMS, u.SMS, u.SMSText)
	no, err := issue.CaseNo("RH")
	if err != nil {
		return err
	}
	b.out.Membership, b.out.JoinNo = issue.ID(), no
	b.say("membership.applied", Applied{Membership: b.out.Membership, No: no, Union: u.Union, Why: u.Why,
		MoveWhenFounded: u.MoveWhenFounded, On: b.out.On, FormText: u.FormText})
	return nil
}
