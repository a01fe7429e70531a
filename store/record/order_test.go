package record

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"ruhui/store/storetest/seed"
)

func TestMark_district_replaces_provisional_and_the_smaller_time_holds(t *testing.T) {
	marks := []Mark{
		{Effective: 5, Allowed: true, Provisional: true},
		{Effective: 7, Allowed: false, Reason: NotAllowed},
		{Effective: 7, Allowed: true},
		{Effective: 7, Allowed: true, Reason: StaffDisabled},
		{Effective: 9, Allowed: true},
	}
	want := marks[2]
	for _, seed := range []uint64{1, 2, 3, 4, 5, 6, 7, 8} {
		rng := rand.New(rand.NewPCG(seed, 0))
		rng.Shuffle(len(marks), func(i, j int) { marks[i], marks[j] = marks[j], marks[i] })
		got := marks[0]
		for _, m := range marks[1:] {
			got = got.Merge(m)
		}
		if got != want {
			t.Fatalf("merged %+v, want %+v", got, want)
		}
	}
}

func TestEffectiveTime(t *testing.T) {
	at := HLCOf(time.Date(2026, 9, 14, 1, 0, 0, 0, time.UTC))
	year := HLC(365*24*3600*1000) << 16
	ms := int64(365 * 24 * 3600 * 1000)
	cases := []struct {
		name                              string
		at, proven, received, predecessor HLC
		errorMS                           int64
		want                              HLC
	}{
		{"a right clock", at, at - 9, at + 5, at - 1, 0, at},
		{"ten years ahead does not win for ever", at + 10*year, at - 9, at + 5, at - 1, 10 * ms, at},
		{"ahead, set in between: received at the latest", at + 10*year, at - 9, at + 5, at - 1, 0, at + 5},
		{"years behind: not before what was proven", at - 26*year, at - 9, at + 5, 0, 0, at - 9},
		{"behind, with its error known", at - 3*year, at - 9, at + 5, 0, -3 * ms, at},
		{"always after its predecessor", at, at - 9, at + 5, at + 7, 0, at + 8},
		{"an error beyond all bounds", at, at - 9, at + 5, 0, math.MinInt64, at + 5},
		{"an error beyond all bounds, ahead", at, at - 9, at + 5, 0, math.MaxInt64, at - 9},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := EffectiveTime(c.at, c.proven, c.errorMS, c.received, c.predecessor); got != c.want {
				t.Errorf("got %d, want %d (%d apart)", got, c.want, int64(got-c.want))
			}
		})
	}
}

func TestHLC_never_goes_back(t *testing.T) {
	now := time.Date(2026, 9, 14, 1, 0, 0, 0, time.UTC)
	h := HLCOf(now)
	for i, wall := range []time.Time{now, now.Add(-time.Hour), now.AddDate(-26, 0, 0), now.Add(time.Second)} {
		next := h.Next(wall)
		if next <= h {
			t.Fatalf("step %d: %d after %d", i, next, h)
		}
		h = next
	}
	if got := h.Time(); !got.Equal(now.Add(time.Second)) {
		t.Errorf("time %v, want %v", got, now.Add(time.Second))
	}
}

// A reply never sorts before what it answers, whatever the clocks: a desk that
// holds an event, own or heard of, writes after it.
func TestProperty_reply_never_sorts_before_what_it_answers(t *testing.T) {
	clocks := []time.Duration{0, -26 * 365 * 24 * time.Hour, 10 * 365 * 24 * time.Hour, -time.Hour, 7 * time.Minute}
	first := seed.Of(t, 0)
	for n := range uint64(200) {
		seed := first + n
		w := newWorld(t, seed, clocks...)
		type reply struct{ question, answer Event }
		var replies []reply
		for range 120 {
			w.pass(time.Duration(w.rng.IntN(100000)) * time.Millisecond)
			d := w.desks[w.rng.IntN(len(w.desks))]
			switch w.rng.IntN(5) {
			case 0:
				d.meet(always)
			case 1:
				d.clock += time.Duration(w.rng.IntN(7200)-3600) * time.Second
			case 2:
				w.district = w.district.Next(w.now.AddDate(-1, 0, 0)) // the district's own clock jumps back
			default:
				var question Event
				if n := len(d.known); n > 0 {
					question = d.known[w.rng.IntN(n)].Event
				}
				replies = append(replies, reply{question, d.write(File{}, [16]byte{}, "x.said", nil, Verdict{true, ""})})
			}
		}
		for _, d := range w.desks {
			d.meet(always)
		}
		effective := map[[16]byte]HLC{}
		for _, m := range w.marked {
			effective[m.Event.ID] = m.Mark.Effective
		}
		for _, r := range replies {
			if q := effective[r.question.ID]; q >= effective[r.answer.ID] {
				t.Fatalf("seed %d: answer at %d, question at %d", seed, effective[r.answer.ID], q)
			}
		}
	}
}
