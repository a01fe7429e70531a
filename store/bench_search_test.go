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

// BenchmarkTown makes terminals that know 200,000 and 1,000,000
// persons, and measures on them what a window waits for. Beside each figure is
// what it is to be compared with, taken in the same run.
func BenchmarkTown(b *testing.B) {
	district, err := demo.NewDistrict(demo.Options{LookupWork: 2, Work: vault.LeastWork})
	if err != nil {
		b.Fatal(err)
	}
	town := func(persons int) *storetest.Terminal { return populated(b, district, persons) }
	middle, large := town(200_000), town(1_000_000)
	b.Run("unlock/200000", func(b *testing.B) { benchUnlock(b, middle) })
	b.Run("index/200000", func(b *testing.B) { benchIndex(b, middle, 200_000) })
	b.Run("search/200000", func(b *testing.B) { benchSearch(b, middle, 200_000) })
	b.Run("search/1000000", func(b *testing.B) { benchSearch(b, large, 1_000_000) })
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

// benchSearch types, and scans the same texts for what was typed. Goal: p99 ≤
// 16 ms at 200,000 persons, ≤ 50 ms at 1,000,000.
func benchSearch(b *testing.B, t *storetest.Terminal, persons int) {
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
	var searches, scans []time.Duration
	for b.Loop() {
		hits := 0
		for i, q := range queries {
			start := time.Now()
			found, err := ses.Find(background, q)
			if err != nil {
				b.Fatal(err)
			}
			searches = append(searches, time.Since(start))
			hits += len(found)
			if i%5 == 0 {
				scans = append(scans, scan(texts, q))
			}
		}
		if hits < len(queries) {
			b.Fatalf("%d hits of %d queries", hits, len(queries))
		}
	}
	report(b, searches, "search")
	report(b, scans, "scan")
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

// benchUnlock signs in and asks at once. Goal: 1.5 × the opening of one age
// file at that work factor + 0.3 s.
func benchUnlock(b *testing.B, t *storetest.Terminal) {
	sealed, err := vault.SealPhrase([]byte("one identity"), demo.Password, vault.LeastWork)
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(t.Dir, t.Options())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var unlocks, opens []time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := vault.OpenPhrase(sealed, demo.Password); err != nil {
			b.Fatal(err)
		}
		opens = append(opens, time.Since(start))
		start = time.Now()
		ses, err := s.SignIn(background, demo.Login, demo.Password)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := ses.Find(background, "zhang"); err != nil {
			b.Fatal(err)
		}
		if _, err := ses.TodaysVisits(background); err != nil {
			b.Fatal(err)
		}
		unlocks = append(unlocks, time.Since(start))
		reading := ses.Reading()
		if err := ses.SignOut(background); err != nil {
			b.Fatal(err)
		}
		<-reading
	}
	report(b, unlocks, "unlock")
	report(b, opens, "age")
	b.ReportMetric(ms(quantile(unlocks, 99))-1.5*ms(quantile(opens, 50)), "ms-over-1.5-age")
}

// benchIndex waits for the reading of all names, and weighs them. Goal: 4 s,
// 200 bytes a person.
func benchIndex(b *testing.B, t *storetest.Terminal, persons int) {
	var completes, reads []time.Duration
	var weight float64
	for b.Loop() {
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
		completes = append(completes, time.Since(start))
		if k := ses.Known(); k.Persons != persons {
			b.Fatalf("known %+v", k)
		}
		weight = float64(heap()-before) / float64(persons)
		start = time.Now()
		if n, err := ses.ReadLines(background); err != nil || n != persons {
			b.Fatal(n, err)
		}
		reads = append(reads, time.Since(start))
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	report(b, completes, "index")
	report(b, reads, "read")
	b.ReportMetric(weight, "B-index/person")
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
