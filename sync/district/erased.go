package district

import (
	"maps"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// erasures is what was ordered erased, as far as this process has read: orders
// are only ever added.
type erasures struct {
	until record.HLC
	upTo  map[uuid.UUID]record.HLC // by person
}

// erasuresIn gives, by person, up to which effective time events are kept empty.
func (d *District) erasuresIn(tx archive.Tx) (map[uuid.UUID]record.HLC, error) {
	d.mu.Lock()
	known := d.erasures
	d.mu.Unlock()
	newer, err := tx.Erasures(known.until)
	if err != nil || len(newer) == 0 {
		return known.upTo, err
	}
	next := erasures{known.until, maps.Clone(known.upTo)}
	if next.upTo == nil {
		next.upTo = map[uuid.UUID]record.HLC{}
	}
	for _, e := range newer {
		next.until = max(next.until, e.At)
		next.upTo[e.Person] = max(next.upTo[e.Person], e.UpTo)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if next.until > d.erasures.until {
		d.erasures = next
	}
	return next.upTo, nil
}
