package civil

// Unit says which days a Term counts.
type Unit int

const (
	CalendarDays Unit = iota // every day, "日"
	WorkingDays              // days worked by the Calendar, "工作日"
)

// Term is the length of a legal or agreed period.
type Term struct {
	Days int
	Unit Unit
}

// Due is the last day of a period that begins with what happened on trigger, after Civil Code arts. 201 to 203: the day of
// the trigger is not counted, and a last day that is not worked moves to the next working day; the period ends when that day
// ends. It is estimated when it rests on a year whose holidays were not announced to this Calendar, and is then to be shown
// as 估算. A trigger not given has no due day.
func (c Calendar) Due(trigger Date, t Term) (due Date, estimated bool) {
	if trigger.IsZero() {
		return trigger, false
	}
	if t.Unit == CalendarDays {
		return c.NextWorkday(trigger.AddDays(t.Days))
	}
	due = trigger
	for range t.Days {
		next, guess := c.NextWorkday(due.AddDays(1))
		due, estimated = next, estimated || guess
	}
	return due, estimated
}
