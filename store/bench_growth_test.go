package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
	"ruhui/store/vault"
)

// BenchmarkRebuild folds everything anew, and beside it reads and opens every
// body without folding.
func BenchmarkRebuild(b *testing.B) {
	const visits, rounds = 1500, 3
	for b.Loop() {
		s := storetest.Open(b)
		ses := storetest.SignIn(b, s)
		for n := range visits {
			storetest.Visit(b, ses, n)
		}
		best := map[string]time.Duration{}
		for range rounds {
			read := timed(b, func() error {
				events, err := ses.AllEvents(background)
				if err == nil && len(events) < 14*visits {
					return fmt.Errorf("read %d events", len(events))
				}
				return err
			})
			rebuilt := timed(b, func() error { return ses.Rebuild(background) })
			keepLeast(best, "read", read)
			keepLeast(best, "rebuild", rebuilt)
		}
		figure{"rebuild everything, 1,500 visits", best["rebuild"].Seconds(), "s", "reading and opening every body", best["read"].Seconds(),
			"s", "≤ 2.5 ×", 2.5 * best["read"].Seconds(), false}.print(b)
	}
}

func keepLeast(best map[string]time.Duration, name string, d time.Duration) {
	if was, there := best[name]; !there || d < was {
		best[name] = d
	}
}

// grown is a terminal that knows many people, with visitors served before they
// came and after, so that what is read lies at both ends of the tables.
type grown struct {
	ses     *store.Session
	persons []uuid.UUID
	next    int
}

const (
	growthVisits = 60 // at either end
	growthSaves  = 400
)

func grow(b *testing.B, district *demo.District, persons int) *grown {
	b.Helper()
	t := &storetest.Terminal{District: district}
	storetest.SetUp(b, t)
	g := &grown{}
	g.open(b, t)
	g.visit(b)
	if err := g.ses.Populate(background, persons-2*growthVisits, townsman); err != nil {
		b.Fatal(err)
	}
	if err := g.ses.Store().Close(); err != nil {
		b.Fatal(err)
	}
	g.open(b, t)
	g.visit(b)
	return g
}

func (g *grown) open(b *testing.B, t *storetest.Terminal) { g.ses = signedIn(b, t) }

func (g *grown) visit(b *testing.B) {
	b.Helper()
	for range growthVisits {
		sit, _, _ := storetest.Visit(b, g.ses, g.next)
		g.persons = append(g.persons, sit.Person)
		g.next++
	}
}

// BenchmarkGrowth does the same at terminals that know 10,000 and 1,000,000
// persons, turn by turn, so that both see the same machine. Saves come last: they
// lengthen the day's list.
func BenchmarkGrowth(b *testing.B) {
	for b.Loop() {
		district, err := demo.NewDistrict(demo.Options{LookupWork: 2, Work: vault.LightWork})
		if err != nil {
			b.Fatal(err)
		}
		small, large := grow(b, district, 10_000), grow(b, district, 1_000_000)
		compare := func(what string, times int, do func(g *grown, i int) time.Duration) {
			took := sample{}
			for i := range times {
				took.add("small", do(small, i))
				took.add("large", do(large, i))
			}
			report(b, took["large"], strings.ReplaceAll(what, " ", "-"))
			figure{"growth: " + what + ", p50, 1,000,000 persons", took.ms("large", 50), "ms", "10,000 persons", took.ms("small", 50), "ms",
				"≤ 1.3 ×", 1.3 * took.ms("small", 50), false}.print(b)
		}
		compare("open a person", 20*2*growthVisits, func(g *grown, i int) time.Duration {
			return timed(b, func() error {
				_, err := g.ses.Person(background, g.persons[i%len(g.persons)])
				return err
			})
		})
		compare("day's list", 30, func(g *grown, _ int) time.Duration {
			return timed(b, func() error {
				list, err := g.ses.TodaysVisits(background)
				if err == nil && len(list) != 2*growthVisits {
					return fmt.Errorf("%d visits today", len(list))
				}
				return err
			})
		})
		compare("save", growthSaves, func(g *grown, _ int) time.Duration {
			sit := storetest.Sitting(b, g.ses, storetest.VisitorN(g.next))
			g.next++
			return timed(b, func() error {
				_, _, err := storetest.Save(g.ses, sit)
				return err
			})
		})
	}
}
