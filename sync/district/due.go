package district

import (
	"time"

	"ruhui/store/civil"
	"ruhui/store/record"
)

// overdue is something of a person that time alone changes: the fact to be said,
// and the instant from which it is so.
type overdue struct {
	at    record.HLC
	cause string // tells it from every other, whichever process says it
	fact  record.Fact
}

// overduesOf lists what time will change of a person: a transfer nobody receives,
// a letter that does not come back, papers that are not handed in.
func overduesOf(p *record.Person, cal civil.Calendar) []overdue {
	var list []overdue
	file := record.File{Kind: record.KindPerson, ID: p.IDs[0]}
	if x := p.OpenTransfer(); x != nil && x.State == record.Released {
		verb, term := "transfer.timed_out", civil.TransferReceipt
		if x.Kind == record.OutOfDistrict {
			verb, term = "transfer.unconfirmed", civil.TransferStub
		}
		last, _ := cal.Due(x.ReleasedOn, term)
		list = append(list, overdueAfter(last, x.Steps, verb+"/"+x.ID.String(), record.Fact{File: file, Type: verb,
			Body: record.TransferSaid{Transfer: x.ID, On: last.AddDays(1)}}))
	}
	for i := range p.Cases {
		c := &p.Cases[i]
		if c.State != record.NeedSupplement || c.Notice == nil {
			continue
		}
		// A second notice of the same case is another cause: papers were handed in between.
		cause := "case.lapsed/" + c.ID.String() + "/" + c.Steps[len(c.Steps)-1].Event.String()
		list = append(list, overdueAfter(c.Notice.DueOn, c.Steps, cause, record.Fact{File: file, Type: "case.lapsed",
			Body: record.CaseEnded{Case: c.ID, On: c.Notice.DueOn.AddDays(1)}}))
	}
	return list
}

// overdueAfter: a period ends when its last day ends, but not before what began
// it takes effect: a paper may be dated back.
func overdueAfter(last civil.Date, steps []record.Step, cause string, fact record.Fact) overdue {
	next := last.AddDays(1)
	at := record.HLCOf(time.Date(next.Year, time.Month(next.Month), next.Day, 0, 0, 0, 0, civil.Shanghai))
	if n := len(steps); n > 0 {
		at = max(at, steps[n-1].At+record.Tick)
	}
	return overdue{at: at, cause: cause, fact: fact}
}

// dueOf is when time next changes something of a person, zero for never.
func dueOf(p *record.Person, o *Organisation) record.HLC {
	var due record.HLC
	for _, x := range overduesOf(p, o.calendar) {
		if due == 0 || x.at < due {
			due = x.at
		}
	}
	return due
}
