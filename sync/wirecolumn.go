package sync

import (
	"encoding/json"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// column holds one value a row, each different one once. Rows refers to them by
// how far back they first came: 0 is one more value, 1 the newest, 2 the one before.
// So a row of new values, and one of equal values, is all one digit.
type column[V comparable, L ~[]V] struct {
	Values L       `json:"values"`
	Rows   []int64 `json:"rows"`

	seen map[V]int // where in Values; only while writing
	next int       // values met so far; only while reading
}

func (c *column[V, L]) add(v V) {
	if c.seen == nil {
		c.seen = map[V]int{}
	}
	at, known := c.seen[v]
	if known {
		c.Rows = append(c.Rows, int64(len(c.Values)-at))
		return
	}
	c.seen[v] = len(c.Values)
	c.Values = append(c.Values, v)
	c.Rows = append(c.Rows, 0)
}

// IsZero leaves a column without rows out of the JSON.
func (c column[V, L]) IsZero() bool { return len(c.Rows) == 0 }

// at gives the value of a row, and takes ok away when there is none. Rows are
// read in order.
func (c *column[V, L]) at(row int, ok *bool) (v V) {
	back := c.Rows[row]
	if back < 0 || back > int64(c.next) || back == 0 && c.next == len(c.Values) {
		*ok = false
		return v
	}
	if back == 0 {
		c.next++
		back = 1
	}
	return c.Values[c.next-int(back)]
}

// clock holds clock readings as milliseconds after another reading, and the
// counter as it is.
type clock struct {
	Ms   []int64 `json:"ms"`
	Tick []int64 `json:"tick"`
}

// The parts of a clock reading.
const (
	tickBits = 16
	maxTick  = 1<<tickBits - 1
	maxMs    = 1<<48 - 1
)

func (c *clock) add(from, reading record.HLC) {
	c.Ms = append(c.Ms, int64(reading>>tickBits)-int64(from>>tickBits))
	c.Tick = append(c.Tick, int64(reading&maxTick))
}

// IsZero leaves a column without rows out of the JSON.
func (c clock) IsZero() bool { return len(c.Ms) == 0 }

// at gives the reading of a row, and takes ok away when it is none.
func (c *clock) at(row int, from record.HLC, ok *bool) record.HLC {
	ms, tick := int64(from>>tickBits)+c.Ms[row], c.Tick[row] // beyond the largest number it wraps below zero
	if ms < 0 || ms > maxMs || tick < 0 || tick > maxTick {
		*ok = false
		return 0
	}
	return record.HLC(ms)<<tickBits | record.HLC(tick)
}

// random holds ids and salts without order: 16 bytes each, in base64.
type random []uuid.UUID

// MarshalJSON writes all in one string.
func (r random) MarshalJSON() ([]byte, error) {
	all := make([]byte, 0, len(r)*16)
	for i := range r {
		all = append(all, r[i][:]...)
	}
	return json.Marshal(all)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (r *random) UnmarshalJSON(text []byte) error {
	var all []byte
	if err := json.Unmarshal(text, &all); err != nil || len(all)%16 != 0 {
		return malformed("ids are not 16 bytes each")
	}
	*r = make(random, len(all)/16)
	for i := range *r {
		(*r)[i] = uuid.UUID(all[i*16:])
	}
	return nil
}

// stamped holds ids that begin with their time: six bytes as the difference from
// the id before, ten bytes as they are.
type stamped []uuid.UUID

const stampBytes = 6

type stampedForm struct {
	Stamps []int64 `json:"stamps"`
	Rest   []byte  `json:"rest"`
}

// MarshalJSON writes two columns.
func (s stamped) MarshalJSON() ([]byte, error) {
	form := stampedForm{make([]int64, len(s)), make([]byte, 0, len(s)*(16-stampBytes))}
	var before int64
	for i := range s {
		stamp := stampOf(s[i])
		form.Stamps[i], before = stamp-before, stamp
		form.Rest = append(form.Rest, s[i][stampBytes:]...)
	}
	return json.Marshal(form)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *stamped) UnmarshalJSON(text []byte) error {
	var form stampedForm
	const rest = 16 - stampBytes
	if err := json.Unmarshal(text, &form); err != nil || len(form.Rest) != rest*len(form.Stamps) {
		return malformed("ids do not fit their stamps")
	}
	*s = make(stamped, len(form.Stamps))
	var stamp int64
	for i := range *s {
		if stamp += form.Stamps[i]; stamp < 0 || stamp > maxMs {
			return malformed("an id's stamp")
		}
		putStamp(&(*s)[i], stamp)
		copy((*s)[i][stampBytes:], form.Rest[i*rest:])
	}
	return nil
}

func stampOf(id uuid.UUID) int64 {
	var n int64
	for _, b := range id[:stampBytes] {
		n = n<<8 | int64(b)
	}
	return n
}

func putStamp(id *uuid.UUID, stamp int64) {
	for i := stampBytes - 1; i >= 0; i-- {
		id[i] = byte(stamp)
		stamp >>= 8
	}
}
