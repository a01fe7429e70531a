package store

import (
	"sync"
	"time"

	"ruhui/store/civil"
)

// A clock is doubted when it stands before what it said last, by more than the
// district's clock may differ from it, or long after the last time that the
// district has signed.
const (
	clockSlack = 10 * time.Minute
	provenFor  = 14 * 24 * time.Hour
)

// asked is the date a clerk gave because the clock could not be trusted.
type asked struct {
	mu   sync.Mutex
	date civil.Date // zero when nobody was asked
	at   time.Time  // what the clock said then
}

// today is the date that was given, and later the days since.
func (a *asked) today(now time.Time) civil.Date {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.date.IsZero() {
		return civil.Date{}
	}
	from, to := civil.Of(a.at), civil.Of(now)
	days := utc(to).Sub(utc(from)) / (24 * time.Hour)
	return a.date.AddDays(int(days))
}

func utc(d civil.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// ClockDoubt says that the machine's clock cannot be right and the clerk is to
// be asked for today's date: it stands before the last event, before the program
// was built, or more than 14 days past the last time the district has signed.
// Once asked ([Session.SetDate]) it is false until the program is started again
// or the clock is set back. A demonstration has a date of its own and no doubt.
// Nothing is refused meanwhile.
func (ses *Session) ClockDoubt() bool { return ses.store.clockDoubt() }

func (s *Store) clockDoubt() bool {
	if !s.opt.Today.IsZero() {
		return false
	}
	now := s.Now()
	s.asked.mu.Lock()
	given, at := !s.asked.date.IsZero(), s.asked.at
	s.asked.mu.Unlock()
	if given {
		return now.Before(at.Add(-clockSlack))
	}
	s.mu.Lock()
	last, proven := s.self.clock.Time(), s.self.proven.Time()
	s.mu.Unlock()
	return now.Before(last.Add(-clockSlack)) || civil.Of(now).Before(civil.Of(last)) ||
		now.Before(s.opt.Built) || now.After(proven.Add(provenFor))
}

// SetDate takes the date the clerk was asked for. From now on it is today, for
// slips and deadlines as well, and at midnight the next day begins.
func (ses *Session) SetDate(today civil.Date) {
	s := ses.store
	s.auditSoon(AuditDateAsked, ses.staff.ID)
	s.asked.mu.Lock()
	defer s.asked.mu.Unlock()
	s.asked.date, s.asked.at = today, s.Now()
}

// DateAsked is today's date where it comes from a clerk and not from the clock,
// for the visit's event to say so; else zero.
func (ses *Session) DateAsked() civil.Date {
	return ses.store.asked.today(ses.store.Now())
}

// today is the date of a save. One before the time the district has signed is
// proven wrong: numbers would be given for it that no year has.
func (w *writing) today(clock civil.Date) civil.Date {
	if proven := civil.Of(w.self.proven.Time()); clock.Before(proven) && w.s.opt.Today.IsZero() {
		return proven
	}
	return clock
}
