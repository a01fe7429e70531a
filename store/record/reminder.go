package record

import (
	"github.com/google/uuid"

	"ruhui/store/civil"
)

// Reminder is something to tell the person on a day: the half year is over,
// the endorsement is due.
type Reminder struct {
	ID    uuid.UUID    `json:"id"`
	About ReminderKind `json:"about"`
	DueOn civil.Date   `json:"dueOn"`
	Case  uuid.UUID    `json:"case,omitzero"`
	Done  civil.Date   `json:"done,omitzero"`
}

// ReminderKind says what to remind of.
type ReminderKind string

// What a person is reminded of.
const (
	PermitPossible ReminderKind = "permit_possible" // half a year after registration
	EndorsementDue ReminderKind = "endorsement_due"
	ChangeDue      ReminderKind = "change_due" // a new address or employer within ten days
	SupplementDue  ReminderKind = "supplement_due"
)

// ReminderDone is the body of reminder.done.
type ReminderDone struct {
	ID uuid.UUID  `json:"id"`
	On civil.Date `json:"on"`
}

func setReminder(p *Person, _ *turn, b Reminder) Reason {
	if b.ID == uuid.Nil || b.DueOn.IsZero() {
		return Unreadable
	}
	if p.reminder(b.ID) != nil {
		return AlreadyRecorded
	}
	b.Done = civil.Date{}
	p.Reminders = append(p.Reminders, b)
	return ""
}

func doneReminder(p *Person, _ *turn, b ReminderDone) Reason {
	r := p.reminder(b.ID)
	if r == nil {
		return UnknownSubject
	}
	if !r.Done.IsZero() {
		return WrongState
	}
	r.Done = b.On
	return ""
}

func (p *Person) reminder(id uuid.UUID) *Reminder {
	return named(p.Reminders, id, func(x *Reminder) uuid.UUID { return x.ID })
}
