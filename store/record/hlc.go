package record

import (
	"fmt"
	"strconv"
	"time"
)

// HLC is a hybrid logical clock reading: milliseconds since 1970 UTC in the
// upper 48 bits, a counter in the lower 16. The zero value means "never".
// In JSON it is a decimal string, because it does not fit a double.
type HLC uint64

// Tick is the smallest step of the clock.
const Tick HLC = 1

// HLCOf gives the first reading of the millisecond of t.
func HLCOf(t time.Time) HLC {
	ms := t.UnixMilli()
	if ms < 0 {
		return 0
	}
	return HLC(ms) << 16
}

// Time gives the millisecond of the reading, UTC.
func (h HLC) Time() time.Time { return time.UnixMilli(int64(h >> 16)).UTC() }

// MarshalText writes the reading as a decimal number.
func (h HLC) MarshalText() ([]byte, error) {
	return strconv.AppendUint(nil, uint64(h), 10), nil
}

// UnmarshalText reads what MarshalText wrote.
func (h *HLC) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(string(text), 10, 64)
	if err != nil {
		return fmt.Errorf("read clock value: %w", err)
	}
	*h = HLC(n)
	return nil
}

// Next gives the reading for something that happens at wall time now, given
// the last reading taken or heard of. It never goes back.
func (h HLC) Next(now time.Time) HLC {
	if n := HLCOf(now); n > h {
		return n
	}
	return h + Tick
}
