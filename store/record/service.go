package record

import (
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
)

// ServiceKind is what a service case is about.
type ServiceKind string

// Kinds of service case.
const (
	JobService     ServiceKind = "job"
	Training       ServiceKind = "training"
	OnJobTraining  ServiceKind = "ojt"
	Hardship       ServiceKind = "hardship"
	Mediation      ServiceKind = "mediation"
	LegalAid       ServiceKind = "legal_aid"
	Petition       ServiceKind = "petition"
	CareerGuidance ServiceKind = "career"
	PolicyConsult  ServiceKind = "policy"
	Medical        ServiceKind = "medical"
	MutualAidCase  ServiceKind = "mutual_aid"
	Culture        ServiceKind = "culture"
	Lecture        ServiceKind = "lecture"
	Matchmaking    ServiceKind = "matchmaking"
	Childcare      ServiceKind = "childcare"
	OtherService   ServiceKind = "other"
)

// Sensitive says that the body of such a case is sealed once more, to the role
// that handles it.
func (k ServiceKind) Sensitive() bool {
	switch k {
	case Hardship, Mediation, LegalAid, Petition, Matchmaking, Childcare:
		return true
	}
	return false
}

// MemberOnly says that the benefit is for members; consultation and emergency
// help are for everybody.
func (k ServiceKind) MemberOnly() bool {
	return k == MutualAidCase || k == Matchmaking || k == Childcare
}

// Urgency of a case: wage arrears, no shelter, a limitation period about to end.
type Urgency string

// Urgencies.
const (
	Normal Urgency = "normal"
	Urgent Urgency = "urgent"
)

// ServiceState is the state of a service case.
type ServiceState string

// States of a service case.
const (
	ServiceRegistered ServiceState = "registered"
	ServiceAssigned   ServiceState = "assigned"
	ServiceInProgress ServiceState = "in_progress"
	ServiceWaiting    ServiceState = "waiting_party"
	ServiceReferred   ServiceState = "referred"
	ServiceDone       ServiceState = "done"
	ServiceRejected   ServiceState = "rejected"
	ServiceWithdrawn  ServiceState = "withdrawn"
)

var serviceEdges = map[ServiceState][]ServiceState{
	ServiceRegistered: {ServiceAssigned, ServiceRejected, ServiceWithdrawn, ServiceDone},
	ServiceAssigned:   {ServiceAssigned, ServiceInProgress, ServiceRejected, ServiceWithdrawn},
	ServiceInProgress: {ServiceAssigned, ServiceWaiting, ServiceReferred, ServiceDone, ServiceRejected, ServiceWithdrawn},
	ServiceWaiting:    {ServiceInProgress, ServiceDone, ServiceRejected, ServiceWithdrawn},
	ServiceReferred:   {ServiceInProgress, ServiceDone, ServiceRejected, ServiceWithdrawn},
}

// Service is one service case.
type Service struct {
	ID             uuid.UUID    `json:"id"`
	No             string       `json:"no"`
	Kind           ServiceKind  `json:"kind"`
	Person         uuid.UUID    `json:"person"`
	MemberAtIntake bool         `json:"memberAtIntake"`
	Channel        Channel      `json:"channel"`
	Urgency        Urgency      `json:"urgency"`
	Matter         string       `json:"matter,omitempty"`
	State          ServiceState `json:"state"`
	Assignee       uuid.UUID    `json:"assignee,omitzero"`
	Agency         string       `json:"agency,omitempty"` // referred to
	OpenedOn       civil.Date   `json:"openedOn"`
	DueOn          civil.Date   `json:"dueOn,omitzero"`
	EndedOn        civil.Date   `json:"endedOn,omitzero"`
	Outcome        string       `json:"outcome,omitempty"`
	Satisfaction   int          `json:"satisfaction,omitempty"` // 1 to 5
	Linked         []uuid.UUID  `json:"linked,omitempty"`
	Steps          []Step       `json:"steps,omitempty"`
	// Restricted says that the case is sealed to a role whose key was not at
	// hand: nothing else of it is known.
	Restricted bool `json:"restricted,omitempty"`
	Listing
}

// ServiceOpened is the body of service.opened.
type ServiceOpened struct {
	No             string      `json:"no"`
	Kind           ServiceKind `json:"kind"`
	Person         uuid.UUID   `json:"person"`
	MemberAtIntake bool        `json:"memberAtIntake"`
	Channel        Channel     `json:"channel"`
	Urgency        Urgency     `json:"urgency"`
	Matter         string      `json:"matter,omitempty"`
	On             civil.Date  `json:"on"`
	DueOn          civil.Date  `json:"dueOn,omitzero"`
}

// ServiceMoved is the body of the events that move a case on.
type ServiceMoved struct {
	On       civil.Date `json:"on"`
	Assignee uuid.UUID  `json:"assignee,omitzero"` // with assigned
	Agency   string     `json:"agency,omitempty"`  // with referred
	Outcome  string     `json:"outcome,omitempty"` // with done
	Why      string     `json:"why,omitempty"`
	DueOn    civil.Date `json:"dueOn,omitzero"` // a new date, such as an extension both sides agreed to
}

// ServiceRated is the body of service.rated.
type ServiceRated struct {
	Satisfaction int `json:"satisfaction"` // 1 to 5
}

// ServiceLinked is the body of service.linked.
type ServiceLinked struct {
	Other uuid.UUID `json:"other"`
}

var serviceRules = map[ruleKey]rule[Service]{
	{"service.opened", 1}:    on("", openService),
	{"service.assigned", 1}:  on("", moveService(ServiceAssigned)),
	{"service.started", 1}:   on("", moveService(ServiceInProgress)),
	{"service.waiting", 1}:   on("", moveService(ServiceWaiting)),
	{"service.referred", 1}:  on("", moveService(ServiceReferred)),
	{"service.done", 1}:      on("", moveService(ServiceDone)),
	{"service.rejected", 1}:  on("", moveService(ServiceRejected)),
	{"service.withdrawn", 1}: on("", moveService(ServiceWithdrawn)),
	{"service.rated", 1}: on("", func(s *Service, _ *turn, b ServiceRated) Reason {
		if b.Satisfaction < 1 || b.Satisfaction > 5 {
			return Unreadable
		}
		if s.State != ServiceDone {
			return WrongState
		}
		s.Satisfaction = b.Satisfaction
		return ""
	}),
	{"service.linked", 1}: on("", func(s *Service, _ *turn, b ServiceLinked) Reason {
		if b.Other == uuid.Nil || slices.Contains(s.Linked, b.Other) {
			return AlreadyLinked
		}
		s.Linked = append(s.Linked, b.Other)
		return ""
	}),
}

// FoldService folds the file of one service case. Of a sensitive case it must be
// given the opened bodies; as long as one is sealed it gives a restricted case.
func FoldService(id uuid.UUID, events []Marked) Service {
	if s, sealed := restricted(id, events); sealed {
		return s
	}
	s := Service{ID: id}
	fold(&s, &s.Listing, serviceRules, events)
	return s
}

func openService(s *Service, t *turn, b ServiceOpened) Reason {
	switch {
	case s.State != "":
		return AlreadyRecorded
	case b.No == "":
		return NumberMissing
	case b.Person == uuid.Nil || b.Kind == "" || b.On.IsZero():
		return Unreadable
	}
	s.No, s.Kind, s.Person, s.MemberAtIntake = b.No, b.Kind, b.Person, b.MemberAtIntake
	s.Channel, s.Urgency, s.Matter, s.OpenedOn, s.DueOn = b.Channel, b.Urgency, b.Matter, b.On, b.DueOn
	s.step(t, ServiceRegistered, "")
	return ""
}

func moveService(to ServiceState) func(*Service, *turn, ServiceMoved) Reason {
	return func(s *Service, t *turn, b ServiceMoved) Reason {
		switch {
		case s.State == "":
			return UnknownSubject
		case !slices.Contains(serviceEdges[s.State], to):
			return WrongState
		case to == ServiceRejected && b.Why == "":
			return ReasonMissing
		case to == ServiceAssigned && b.Assignee == uuid.Nil, to == ServiceReferred && b.Agency == "":
			return Unreadable
		}
		s.take(to, b)
		s.step(t, to, b.Why)
		return ""
	}
}

func (s *Service) take(to ServiceState, b ServiceMoved) {
	if !b.DueOn.IsZero() {
		s.DueOn = b.DueOn
	}
	switch to {
	case ServiceAssigned:
		s.Assignee = b.Assignee
	case ServiceReferred:
		s.Agency = b.Agency
	case ServiceDone, ServiceRejected, ServiceWithdrawn:
		s.Outcome, s.EndedOn = b.Outcome, b.On
	}
}

func (s *Service) step(t *turn, to ServiceState, why string) {
	s.State = to
	s.Steps = append(s.Steps, Step{To: string(to), Event: t.Event.ID, At: t.at(), Why: why})
}
