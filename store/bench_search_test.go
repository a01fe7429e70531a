package store_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/ident"
	"ruhui/store/storetest"
	"ruhui/store/vault"
)

// BenchmarkTown makes terminals that know 200,000 and 1,000,000 persons, and
// measures on them what a window waits for.
func BenchmarkTown(b *testing.B) {
	district, err := demo.NewDistrict(demo.Options{LookupWork: 2, Work: vault.LeastWork})
	if err != nil {
		b.Fatal(err)
	}
	const middle, large = 200_000, 1_000_000
	town := populated(b, district, middle)
	b.Run("unlock", func(b *testing.B) { benchUnlock(b, town, middle) })
	b.Run("index", func(b *testing.B) { benchIndex(b, town, middle) })
	b.Run("search", func(b *testing.B) { benchSearch(b, town, middle, 16) })
	city := populated(b, district, large)
	b.Run("search", func(b *testing.B) { benchSearch(b, city, large, 50) })
}

func populated(b *testing.B, district *demo.District, persons int) *storetest.Terminal {
	b.Helper()
	began := time.Now()
	defer func() { b.Logf("%d persons in %v", persons, time.Since(began)) }()
	t := &storetest.Terminal{District: district}
	storetest.SetUp(b, t)
	s, err := store.Open(t.Dir, t.Options())
	if err != nil {
		b.Fatal(err)
	}
	ses := storetest.SignIn(b, s)
	storetest.Visit(b, ses, 20_000)
	if err := ses.Populate(background, persons-1, townsman); err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return t
}

// The commonest surnames, the first several times, and hanzi of given names.
var (
	townSurnames = []rune("王王王李李李张张张刘刘陈陈杨杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段")
	townGiven    = []rune("伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建华红春梅志国海燕波云飞龙林雪峰斌鑫宇浩然子涵梓轩一诺欣怡佳俊凯博思远晨阳婷慧琳莹洁倩雨彤晓东南北中永福祥瑞德才学成功长生")
)

// townsman invents the i-th person of a large town.
func townsman(i int) (name, masked, tail string) {
	r := rand.New(rand.NewPCG(uint64(i), 99))
	pick := func(from []rune) string { return string(from[r.IntN(len(from))]) }
	switch r.IntN(50) {
	case 0:
		name = "阿" + pick(townGiven) + pick(townGiven) + "·" + pick(townSurnames) + pick(townGiven)
	case 1:
		name = "YANGBEN " + strings.ToUpper(ident.Pinyin(pick(townGiven) + pick(townGiven)).Full[0])
	default:
		name = pick(townSurnames) + pick(townGiven)
		if r.IntN(5) > 0 {
			name += pick(townGiven)
		}
	}
	home := []string{"511399", "341299", "411499", "362399", "522799", "533299"}[r.IntN(6)]
	return name, home + "********" + fmt.Sprintf("%03d%c", r.IntN(1000), "0123456789X"[r.IntN(11)]), fmt.Sprintf("%04d", r.IntN(10000))
}

// keystrokes types some of the town's people letter by letter, in each of the
// ways staff do.
func keystrokes(persons int) []string {
	r := rand.New(rand.NewPCG(1, 1))
	var all []string
	for range 12 {
		name, masked, tail := townsman(r.IntN(persons - 1))
		reading := ident.Pinyin(name)
		for _, typed := range []string{name, reading.Full[0], reading.Initials[0], name[:3] + reading.Initials[0][1:],
			masked[14:], tail, reading.Initials[0] + " " + masked[14:], "zh" + reading.Initials[0][1:]} {
			letters := []rune(typed)
			for i := range letters {
				all = append(all, string(letters[:i+1]))
			}
		}
	}
	return all
}

// benchSearch types, and scans the same texts for what was typed. The bound is in
// milliseconds.
func benchSearch(b *testing.B, t *storetest.Terminal, persons int, bound float64) {
	ses := signedIn(b, t)
	if k := ses.Known(); k.Persons != persons || !k.Complete {
		b.Fatalf("known %+v", k)
	}
	texts := make([]string, persons)
	for i := range texts {
		name, masked, tail := townsman(i)
		r := ident.Pinyin(name)
		texts[i] = strings.Join([]string{name, r.Full[0], r.Initials[0], masked, tail}, " ")
	}
	queries := keystrokes(persons)
	var rounds []sample
	for range 3 {
		round, hits := sample{}, 0
		round.add("spin", spin())
		for i, q := range queries {
			round.add("search", timed(b, func() error {
				found, err := ses.Find(background, q)
				hits += len(found)
				return err
			}))
			if i%5 == 0 {
				round.add("scan", scan(texts, q))
				round.add("spin", spin())
			}
		}
		if hits < len(queries) {
			b.Fatalf("%d hits of %d queries", hits, len(queries))
		}
		rounds = append(rounds, round)
	}
	best := quietest(rounds)
	report(b, best["search"], "search")
	report(b, best["scan"], "scan")
	figure{fmt.Sprintf("search per keystroke, %d persons, p99", persons), best.ms("search", 99), "ms", "a plain scan of the same texts, p99",
		best.ms("scan", 99), "ms", "at most", bound, false}.print(b)
}

func scan(texts []string, query string) time.Duration {
	start, n := time.Now(), 0
	for _, text := range texts {
		if strings.Contains(text, query) {
			n++
		}
	}
	runtime.KeepAlive(n)
	return time.Since(start)
}

// signedIn opens a terminal and waits until all its names are known.
func signedIn(b *testing.B, t *storetest.Terminal) *store.Session {
	b.Helper()
	s, err := store.Open(t.Dir, t.Options())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return storetest.SignIn(b, s)
}

// benchUnlock signs in and asks at once, and beside it opens one age file at
// that work factor.
func benchUnlock(b *testing.B, t *storetest.Terminal, persons int) {
	sealed, err := vault.SealPhrase([]byte("one identity"), demo.Password, vault.LeastWork)
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(t.Dir, t.Options())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	took := sample{}
	for range 9 {
		took.add("age", timed(b, func() error {
			_, err := vault.OpenPhrase(sealed, demo.Password)
			return err
		}))
		var ses *store.Session
		took.add("unlock", timed(b, func() (err error) {
			ses, err = unlocked(s)
			return err
		}))
		reading := ses.Reading()
		if err := ses.SignOut(background); err != nil {
			b.Fatal(err)
		}
		<-reading
	}
	report(b, took["unlock"], "unlock")
	report(b, took["age"], "age")
	figure{fmt.Sprintf("unlock to usable, %d persons, p50", persons), took.ms("unlock", 50), "ms", "age opening one file, p50",
		took.ms("age", 50), "ms", "≤ 1.5 × + 0.3 s", 1.5*took.ms("age", 50) + 300, false}.print(b)
}

// unlocked signs in until the window can be used: a search and the day's list
// answer.
func unlocked(s *store.Store) (*store.Session, error) {
	ses, err := s.SignIn(background, demo.Login, demo.Password)
	if err != nil {
		return nil, err
	}
	if _, err := ses.Find(background, "zhang"); err != nil {
		return nil, err
	}
	_, err = ses.TodaysVisits(background)
	return ses, err
}

// benchIndex waits for the reading of all names, and weighs them; beside it each
// row is read and opened once.
func benchIndex(b *testing.B, t *storetest.Terminal, persons int) {
	best := map[string]time.Duration{}
	var weight float64
	for range 3 {
		s, err := store.Open(t.Dir, t.Options())
		if err != nil {
			b.Fatal(err)
		}
		before := heap()
		ses, err := s.SignIn(background, demo.Login, demo.Password)
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		<-ses.Reading()
		keepLeast(best, "index", time.Since(start))
		if k := ses.Known(); k.Persons != persons {
			b.Fatalf("known %+v", k)
		}
		weight = float64(heap()-before) / float64(persons)
		start = time.Now()
		if n, err := ses.ReadLines(background); err != nil || n != persons {
			b.Fatal(n, err)
		}
		keepLeast(best, "read", time.Since(start))
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	figure{fmt.Sprintf("index complete, %d persons", persons), best["index"].Seconds(), "s", "reading and opening each row once",
		best["read"].Seconds(), "s", "at most", 4, false}.print(b)
	figure{"index memory", weight, "B a person", "a name and two numbers as text", textWeight(), "B a person", "at most", 200, false}.print(b)
}

// textWeight is what the texts of a person take that a search reads, in bytes.
func textWeight() float64 {
	n := 0
	for i := range 1000 {
		name, masked, tail := townsman(i)
		n += len(name) + len(masked) + len(tail)
	}
	return float64(n) / 1000
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
