package record

import (
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
)

// Visit is one sitting of a person at a window.
type Visit struct {
	ID       uuid.UUID `json:"id"`
	Centre   uuid.UUID `json:"centre"`
	Window   string    `json:"window,omitempty"`
	Channel  Channel   `json:"channel"`
	Ticket   string    `json:"ticket,omitempty"` // queue number
	Purposes []string  `json:"purposes"`
	Opened   time.Time `json:"opened"`
	Closed   time.Time `json:"closed,omitzero"`
	// DateAsked is the date the clerk gave because the clock could not be
	// trusted; zero where it could.
	DateAsked civil.Date `json:"dateAsked,omitzero"`
}

// On is the day of the visit: what the clerk was asked for, else the clock's.
func (v *Visit) On() civil.Date {
	if !v.DateAsked.IsZero() {
		return v.DateAsked
	}
	return civil.Of(v.Opened)
}

// Channel is how a person came.
type Channel string

// Channels of a visit or a service case.
const (
	AtWindow  Channel = "window"
	AtStation Channel = "station"
	ByPhone   Channel = "phone"
	Online    Channel = "online"
)

// VisitOpened is the body of visit.opened. It is recorded once the person is
// known, so Opened is earlier than the event.
type VisitOpened struct {
	Centre   uuid.UUID `json:"centre"`
	Window   string    `json:"window,omitempty"`
	Channel  Channel   `json:"channel"`
	Ticket   string    `json:"ticket,omitempty"`
	Purposes []string  `json:"purposes"`
	Opened   time.Time `json:"opened"`
	// DateAsked is set when the clock could not be trusted and the clerk was
	// asked for today's date: slips and deadlines use it.
	DateAsked civil.Date `json:"dateAsked,omitzero"`
}

// VisitClosed is the body of visit.closed.
type VisitClosed struct {
	Closed time.Time `json:"closed"`
}

func openVisit(p *Person, t *turn, b VisitOpened) Reason {
	id := t.Event.Visit
	if id == uuid.Nil {
		return Unreadable
	}
	if p.visit(id) != nil {
		return AlreadyRecorded
	}
	p.Visits = append(p.Visits, Visit{ID: id, Centre: b.Centre, Window: b.Window, Channel: b.Channel,
		Ticket: b.Ticket, Purposes: b.Purposes, Opened: b.Opened, DateAsked: b.DateAsked})
	return ""
}

func closeVisit(p *Person, t *turn, b VisitClosed) Reason {
	v := p.visit(t.Event.Visit)
	if v == nil {
		return UnknownSubject
	}
	if !v.Closed.IsZero() {
		return WrongState
	}
	v.Closed = b.Closed
	return ""
}

func (p *Person) visit(id uuid.UUID) *Visit {
	return named(p.Visits, id, func(x *Visit) uuid.UUID { return x.ID })
}
