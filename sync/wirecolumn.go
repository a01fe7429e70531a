package sync

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// column holds one value a row, each different one once. Rows refers to them by
// how far back they first came: 0 is one more value, 1 the newest, 2 the one before.
// So a row of new values, and one of equal values, is all one digit.
type column[V comparable, L ~[]V] struct {
	Values L       `json:"values"`
	Rows   numbers `json:"rows"`

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

// numbers is a column of whole numbers. Reading it ourselves takes a third of the
// time: there are a dozen for each event.
type numbers []int64

// UnmarshalJSON reads a list of whole numbers; the text is valid JSON already.
func (n *numbers) UnmarshalJSON(text []byte) error {
	*n = nil
	if string(text) == "null" {
		return nil
	}
	inside, begins := bytes.CutPrefix(text, []byte("["))
	inside, ends := bytes.CutSuffix(inside, []byte("]"))
	if !begins || !ends {
		return malformed("no list of numbers")
	}
	if inside = bytes.TrimSpace(inside); len(inside) == 0 {
		return nil
	}
	*n = make(numbers, 0, bytes.Count(inside, []byte(","))+1)
	for more := true; more; {
		var one []byte
		one, inside, more = bytes.Cut(inside, []byte(","))
		v, err := strconv.ParseInt(string(bytes.TrimSpace(one)), 10, 64)
		if err != nil {
			return malformed("no whole number")
		}
		*n = append(*n, v)
	}
	return nil
}

// clock holds clock readings as milliseconds after another reading, and the
// counter as it is.
type clock struct {
	Ms   numbers `json:"ms"`
	Tick numbers `json:"tick"`
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

// stamped holds ids that begin with their time, as the store makes them: six
// bytes as the difference from the id before, two bytes that count within it,
// eight random ones.
type stamped []uuid.UUID

const (
	stampBytes = 6
	countBytes = 2
	restBytes  = 16 - stampBytes - countBytes
)

type stampedForm struct {
	Stamps numbers `json:"stamps"`
	Counts numbers `json:"counts"`
	Rest   []byte  `json:"rest"`
}

// MarshalJSON writes the columns.
func (s stamped) MarshalJSON() ([]byte, error) {
	form := stampedForm{make(numbers, len(s)), make(numbers, len(s)), make([]byte, 0, len(s)*restBytes)}
	var before int64
	for i := range s {
		stamp := unpack(s[i][:stampBytes])
		form.Stamps[i], before = stamp-before, stamp
		form.Counts[i] = unpack(s[i][stampBytes:][:countBytes])
		form.Rest = append(form.Rest, s[i][stampBytes+countBytes:]...)
	}
	return json.Marshal(form)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *stamped) UnmarshalJSON(text []byte) error {
	var form stampedForm
	if err := json.Unmarshal(text, &form); err != nil || len(form.Counts) != len(form.Stamps) ||
		len(form.Rest) != restBytes*len(form.Stamps) {
		return malformed("ids do not fit their stamps")
	}
	*s = make(stamped, len(form.Stamps))
	var stamp int64
	for i := range *s {
		id, count := &(*s)[i], form.Counts[i]
		if stamp += form.Stamps[i]; stamp < 0 || stamp > maxMs || count < 0 || count > maxTick {
			return malformed("an id's stamp")
		}
		pack(id[:stampBytes], stamp)
		pack(id[stampBytes:][:countBytes], count)
		copy(id[stampBytes+countBytes:], form.Rest[i*restBytes:])
	}
	return nil
}

func unpack(big []byte) (n int64) {
	for _, b := range big {
		n = n<<8 | int64(b)
	}
	return n
}

func pack(big []byte, n int64) {
	for i := len(big) - 1; i >= 0; i-- {
		big[i] = byte(n)
		n >>= 8
	}
}
