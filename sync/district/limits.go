package district

import (
	"cmp"
	"time"
)

// Limits bound what one terminal, one address and all of them may ask. The zero
// value of a field is its default.
type Limits struct {
	TerminalPerSecond float64       // requests of one terminal; 100
	TerminalBurst     int           // 300
	AddressPerSecond  float64       // requests of one address without a token; 100: a whole district may share one
	AddressBurst      int           // 1,000
	ResidentPerSecond float64       // pages for one address; 20: phones share addresses, too
	ResidentBurst     int           // 100
	Waiting           int           // open requests for news; 20,000
	News              time.Duration // the longest one is held open; 50 s, under the minute after which balancers cut
	Poll              time.Duration // how often another process's news are looked for; 100 ms
	Tick              time.Duration // how often is looked for what has come due; 1 min
	Read              time.Duration // for a request to arrive; 30 s
	Write             time.Duration // for an answer to be taken; 60 s
	Token             time.Duration // how long one holds; 15 min
}

func (l Limits) orDefault() Limits {
	l.TerminalPerSecond = cmp.Or(l.TerminalPerSecond, 100)
	l.TerminalBurst = cmp.Or(l.TerminalBurst, 300)
	l.AddressPerSecond = cmp.Or(l.AddressPerSecond, 100)
	l.AddressBurst = cmp.Or(l.AddressBurst, 1000)
	l.ResidentPerSecond = cmp.Or(l.ResidentPerSecond, 20)
	l.ResidentBurst = cmp.Or(l.ResidentBurst, 100)
	l.Waiting = cmp.Or(l.Waiting, 20_000)
	l.News = cmp.Or(l.News, 50*time.Second)
	l.Poll = cmp.Or(l.Poll, 100*time.Millisecond)
	l.Tick = cmp.Or(l.Tick, time.Minute)
	l.Read = cmp.Or(l.Read, 30*time.Second)
	l.Write = cmp.Or(l.Write, time.Minute)
	l.Token = cmp.Or(l.Token, 15*time.Minute)
	return l
}
