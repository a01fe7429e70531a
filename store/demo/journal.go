package demo

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
)

// founded is when the organisation was recorded.
var founded = record.HLCOf(time.Date(2026, time.September, 1, 0, 0, 0, 0, civil.Shanghai))

// terminal is where the district writes its own journal.
var terminal = id("terminal", "district")

// journal collects what the district has recorded, each event a tick after the
// one before.
type journal struct {
	events []record.Marked
	err    error
}

// say records one event in an act of its own. name tells what of this kind the
// event is about; the ids of file and event are computed from it.
func (j *journal) say(kind record.Kind, name, verb string, body any) {
	raw, err := json.Marshal(body)
	if err != nil && j.err == nil {
		j.err = fmt.Errorf("write %s: %w", verb, err)
	}
	at := founded + record.HLC(len(j.events))*record.Tick
	event := record.Event{
		ID:      id("event", verb, name),
		At:      at,
		Proven:  at,
		Origin:  record.Origin{Terminal: terminal},
		Role:    record.RoleDistrictSystem,
		Act:     id("act", verb, name),
		File:    record.File{Kind: kind, ID: id(string(kind), name)},
		Type:    verb,
		Version: 1,
		Body:    raw,
	}
	event.Salt = salt(event.ID)
	j.events = append(j.events, record.Marked{Event: event, Mark: record.Mark{Effective: at, Allowed: true}})
}

// salt is computed like everything else about the event: with a random one the
// same event would have another digest at each run.
func salt(event uuid.UUID) (s [16]byte) {
	sum := sha256.Sum256(append([]byte("salt"), event[:]...))
	copy(s[:], sum[:])
	return s
}

// Events is the organisation and the reference data: communities, code tables,
// unions, employers, centres and staff, marked as a district marks them.
func Events() ([]record.Marked, error) {
	var j journal
	if err := j.reference(); err != nil {
		return nil, err
	}
	for _, e := range employers {
		j.say(record.KindEmployer, e.USCC, "employer.recorded", e)
	}
	for _, u := range unions() {
		j.say(record.KindUnion, u.Code, "union.recorded", u)
	}
	for _, c := range centres {
		j.say(record.KindCentre, c.name, "centre.recorded", c.CentreRecorded)
	}
	for _, m := range Staff {
		j.say(record.KindStaff, m.Login, "staff.appointed", m.StaffAppointed)
	}
	return j.events, j.err
}
