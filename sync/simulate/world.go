package simulate

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/storetest/disk"
)

// World is one simulated district.
type World struct {
	tb    testing.TB
	ctx   context.Context
	rng   *rand.Rand
	root  string
	clock *clock

	terminals []*terminal
	server    *server

	met  []uuid.UUID // persons that came to any window
	said []*said     // in the order it was promised

	counts map[string]int // what happened, for the printed line
	log    *slog.Logger
}

// Run lets one seed's world live for so many steps, brings it to rest and checks
// what must hold.
func Run(tb testing.TB, template *Template, root string, seed uint64, steps int) map[string]int {
	tb.Helper()
	w := &World{tb: tb, ctx: context.Background(), rng: rand.New(rand.NewPCG(seed, 2017)), root: root, clock: newClock(),
		counts: map[string]int{}, log: slog.New(slog.DiscardHandler)}
	if testing.Verbose() {
		w.log = slog.New(slog.NewTextHandler(tb.Output(), nil))
	}
	template.furnish(w)
	defer w.close()
	for range steps {
		w.step()
		w.clock.pass(time.Duration(w.rng.IntN(40_000)) * time.Millisecond)
	}
	w.rest()
	w.check()
	return w.counts
}

// chance is something that may happen, with its weight.
type chance struct {
	weight int
	name   string
	happen func(*World)
}

var chances = []chance{
	{30, "act", (*World).actSomewhere},
	{60, "exchange", (*World).exchange},
	{4, "power cut", (*World).cutPower},
	{3, "server crash", (*World).crashServer},
	{3, "tick", func(w *World) { w.server.tick(w) }},
	{2, "clock", func(w *World) { w.anyTerminal().move(w) }},
	{1, "server clock", func(w *World) { w.server.move(w) }},
	{2, "backup", func(w *World) { w.anyTerminal().keep(w) }},
	{1, "set back", func(w *World) { w.anyTerminal().setBack(w) }},
	{1, "clone", (*World).cloneSome},
	{1, "server backup", func(w *World) { w.server.keep(w) }},
	{1, "server set back", func(w *World) { w.server.setBack(w) }},
	{2, "weather", (*World).changeWeather},
	{2, "night", func(w *World) { w.clock.pass(time.Duration(1+w.rng.IntN(48)) * time.Hour) }},
}

var weights = func() (sum int) {
	for _, c := range chances {
		sum += c.weight
	}
	return sum
}()

func (w *World) step() {
	n := w.rng.IntN(weights)
	for _, c := range chances {
		if n -= c.weight; n < 0 {
			w.counts[c.name]++
			w.log.Info(c.name)
			c.happen(w)
			return
		}
	}
}

func (w *World) anyTerminal() *terminal { return w.terminals[w.rng.IntN(len(w.terminals))] }

// actSomewhere lets somebody act. Officers have less to do and look more often.
func (w *World) actSomewhere() {
	for range 2 {
		t := w.anyTerminal()
		if s := t.act(w); s != nil {
			w.promise(s)
		}
		if t.union == uuid.Nil {
			return
		}
	}
}

func (w *World) promise(s *said) {
	w.said = append(w.said, s)
	w.counts["acknowledged"] += len(s.events)
	for _, t := range s.types {
		if strings.HasPrefix(t, "membership.") || strings.HasPrefix(t, "transfer.") || strings.HasPrefix(t, "person.") {
			w.counts[t]++
		}
	}
}

// exchange lets a terminal do what it has to do, for a while.
func (w *World) exchange() {
	t := w.anyTerminal()
	for range 1 + w.rng.IntN(12) {
		if t.exchange(w); t.engine.idle() || t.engine.last != nil {
			return
		}
	}
}

// exchange lets the terminal's engine do its next step, when it is time or
// somebody pressed the button.
func (t *terminal) exchange(w *World) {
	wait := t.engine.step(w.ctx)
	t.due = w.clock.read().Add(wait)
}

// cutPower: in the midst of a save or of an exchange.
func (w *World) cutPower() {
	t := w.anyTerminal()
	if w.rng.IntN(2) == 0 {
		t.crash(w, func() { t.exchange(w) })
		return
	}
	var s *said
	if t.crash(w, func() { s = t.act(w) }) && s != nil {
		w.promise(s)
	}
}

// crashServer: the power fails while one of the processes answers a terminal.
func (w *World) crashServer() {
	t := w.anyTerminal()
	w.server.crash(w, func() { t.exchange(w) })
}

const mostTerminals = 7

func (w *World) cloneSome() {
	if len(w.terminals) < mostTerminals {
		w.anyTerminal().clone(w)
	}
}

func (w *World) changeWeather() {
	w.anyTerminal().line.weather = pick(w.rng, fair, stormy, stormy, weather{lost: 100})
}

// serve lets one of the server's processes answer.
func (w *World) serve(r *http.Request) (*answer, error) {
	h := w.server.handler(w)
	if h == nil {
		return nil, errLine
	}
	a := call(h, r)
	if w.server.mute {
		return nil, errLine
	}
	return a, nil
}

func (w *World) meet(person uuid.UUID) {
	if !slices.Contains(w.met, person) {
		w.met = append(w.met, person)
	}
}

// forget takes back what was promised at a terminal after a backup and what
// nobody else can have: the disk that held it is gone.
func (w *World) forget(t *terminal, promised int) {
	var kept []*said
	for i, s := range w.said {
		if i >= promised && s.terminal == t && !w.server.holds(w, s) {
			w.counts["gone with a disk"]++
			continue
		}
		kept = append(kept, s)
	}
	w.said = kept
}

func (w *World) close() {
	for _, t := range w.terminals {
		if t.store != nil {
			t.stop(w)
		}
	}
	w.server.stop(w)
	if err := os.RemoveAll(w.root); err != nil {
		w.tb.Error(err)
	}
}

// rest ends all disturbance and lets everybody sync until nothing is left to do.
func (w *World) rest() {
	w.server.right()
	for _, t := range w.terminals {
		t.line.weather, t.line.stale = fair, nil
		t.watch.set(0)
	}
	same, before := 0, ""
	for range rounds {
		w.clock.pass(10 * time.Minute)
		w.server.tick(w)
		for _, t := range w.terminals {
			for range steps {
				if t.exchange(w); t.engine.idle() {
					break
				}
			}
		}
		now := w.unrest()
		if same++; now != before {
			same, before = 0, now
		}
		if same == 2 {
			return
		}
	}
	w.tb.Fatalf("the world does not come to rest: %s", w.unrest())
}

const (
	rounds = 40
	steps  = 200
)

func (w *World) unrest() string {
	out := ""
	for _, t := range w.terminals {
		out += fmt.Sprintf("\n  %s: %s", t.name, t.engine.state(w.ctx))
	}
	return out
}

// place furnishes a folder for something of this world.
func (w *World) place(name string, image disk.Image) string {
	dir := filepath.Join(w.root, name)
	image.Write(w.tb, dir)
	return dir
}
