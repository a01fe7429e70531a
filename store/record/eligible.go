package record

import "ruhui/store/civil"

// MinimumAge is the age from which somebody may work, and so join (劳动法 art. 15).
const MinimumAge = 16

// What the committee should look at before it approves. None of them bars a
// window application.
const (
	MinorWorker    Reason = "MinorWorker"    // 未成年工, 16 to 17
	RetiredAlready Reason = "RetiredAlready" // a retired person keeps an old membership, joins no new one
	ForeignerCheck Reason = "ForeignerCheck" // no bar in the law; practice differs
	BirthUnknown   Reason = "BirthUnknown"
	ExpelledBefore Reason = "ExpelledBefore" // the district must agree first
	OwnerNotWorker Reason = "OwnerNotWorker" // owners and major shareholders are not employees
)

// Employment forms the rules ask about, codes of the table employment_form.
const (
	FormDispatched   = "2"
	FormFlexible     = "4"
	FormPlatform     = "5"
	FormSelfEmployed = "6"
	FormUnemployed   = "7"
	FormRetired      = "8"
)

// review lists what the committee should look at (工会法 art. 3).
func (p *Person) review(on civil.Date) []Reason {
	var look []Reason
	switch birth := p.Date(FieldBirth); {
	case birth.IsZero():
		look = append(look, BirthUnknown)
	case civil.Age(birth, on) < 18:
		look = append(look, MinorWorker)
	}
	if p.Fields[FieldEmploymentForm] == FormRetired {
		look = append(look, RetiredAlready)
	}
	if p.Fields[FieldEmploymentForm] == FormSelfEmployed {
		look = append(look, OwnerNotWorker)
	}
	if n := p.Fields[FieldNationality]; n != "" && n != "CHN" && n != "156" {
		look = append(look, ForeignerCheck)
	}
	if p.wasExpelled() {
		look = append(look, ExpelledBefore)
	}
	return look
}

func (p *Person) tooYoung(on civil.Date) bool {
	birth := p.Date(FieldBirth)
	return !birth.IsZero() && civil.Age(birth, on) < MinimumAge
}

// Standing is what the window asks before it offers joining: "already a
// member?" comes first.
type Standing struct {
	May     bool   // an application can be taken
	Reason  Reason // why not: AlreadyMember, AppliedTwice, TransferOpen or TooYoung
	Ready   civil.Date
	Warning []Reason
}

// Standing tells whether the person can apply on a day. Ready is the sixteenth
// birthday of somebody too young.
func (p *Person) Standing(today civil.Date) Standing {
	switch {
	case p.died():
		return Standing{Reason: PersonDied}
	case p.Member() != nil:
		return Standing{Reason: AlreadyMember}
	case p.Applicant() != nil:
		return Standing{Reason: AppliedTwice}
	case p.openTransfer() != nil:
		return Standing{Reason: TransferOpen}
	}
	if p.tooYoung(today) {
		return Standing{Reason: TooYoung, Ready: civil.Birthday(p.Date(FieldBirth), MinimumAge)}
	}
	return Standing{May: true, Warning: p.review(today)}
}
