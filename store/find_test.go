package store_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

func TestFind(t *testing.T) {
	terminal, s, ses := opened(t)
	v := storetest.VisitorN(0)
	sit, out, _ := storetest.Visit(t, ses, 0) // 张试试
	for n := 1; n < 40; n++ {
		storetest.Visit(t, ses, n)
	}
	memberNo := storetest.Approve(t, storetest.SignInAs(t, s, "union"), sit.Person, out, "U103A")
	queries := map[string]struct {
		query string
		rank  store.Rank
	}{
		"name":             {v.Name, store.Exact},
		"surname":          {"张", store.Prefix},
		"full pinyin":      {"zhangshishi", store.Exact},
		"beginning":        {"zhangsh", store.Prefix},
		"initials":         {"zss", store.Initials},
		"capitals":         {"ZSS", store.Initials},
		"last digits":      {v.Number[len(v.Number)-4:], store.Exact},
		"telephone":        {v.Mobile[len(v.Mobile)-4:], store.Exact},
		"two words":        {"zss " + v.Mobile[len(v.Mobile)-4:], store.Initials},
		"whole number":     {v.Number, store.Exact},
		"number in groups": {v.Number[:6] + " " + v.Number[6:14] + " " + v.Number[14:], store.Exact},
		"case":             {out.CaseNo, store.Exact},
		"small letters":    {strings.ToLower(out.CaseNo), store.Exact},
		"application":      {out.JoinNo, store.Exact},
		"member":           {memberNo, store.Exact},
		"slip":             {out.Token, store.Exact},
	}
	check := func(t *testing.T, ses *store.Session) {
		for name, q := range queries {
			hits := must[[]store.Hit](t)(ses.Find(background, q.query))
			i := slices.IndexFunc(hits, func(h store.Hit) bool { return h.Person == sit.Person })
			if i < 0 || hits[i].Rank != q.rank {
				t.Errorf("%s: found at %d of %d: %+v", name, i, len(hits), hits)
				continue
			}
			if h := hits[i]; h.Name == v.Name || h.Number == v.Number || !strings.Contains(h.Number, "****") || h.Town == "" ||
				h.Member != record.Active || h.Union != sit.Union.Union || h.Residence != record.Accepted || h.Visited != s.Today() {
				t.Errorf("%s: hit %+v", name, h)
			}
		}
		for _, q := range []string{"", "  ", "赵钱孙李", "zzzz", "张qq", "z王", "00", out.CaseNo[:20], storetest.VisitorN(999).Number, uuid.NewString()} {
			if hits := must[[]store.Hit](t)(ses.Find(background, q)); len(hits) != 0 {
				t.Errorf("%q found %d", q, len(hits))
			}
		}
	}
	t.Run("while they are saved", func(t *testing.T) { check(t, ses) })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = storetest.Reopen(t, terminal)
	t.Run("after signing in", func(t *testing.T) { check(t, storetest.SignIn(t, s)) })
}

func TestFind_shows_the_best_first_and_no_more_than_a_list_holds(t *testing.T) {
	_, _, ses := opened(t)
	for n := range 60 {
		storetest.Visit(t, ses, n*24) // all are named 张
	}
	hits := must[[]store.Hit](t)(ses.Find(background, "z"))
	if len(hits) != 50 {
		t.Errorf("%d hits", len(hits))
	}
	for i := 1; i < len(hits); i++ {
		if hits[i].Rank < hits[i-1].Rank {
			t.Errorf("hit %d is better than the one before", i)
		}
	}
}

func TestFind_follows_links_and_their_undoing(t *testing.T) {
	_, _, ses := opened(t)
	one, _, _ := storetest.Visit(t, ses, 0)
	two, _, _ := storetest.Visit(t, ses, 1)
	all := func() (n int) {
		for _, v := range []int{0, 1} {
			n += len(must[[]store.Hit](t)(ses.Find(background, storetest.VisitorN(v).Number)))
		}
		return n
	}
	if _, err := say(ses, record.RoleWindowClerk, one.Person, "person.linked", record.Linked{Other: two.Person, Why: "同一人"}); err != nil {
		t.Fatal(err)
	}
	a, b := person(t, ses, one.Person), person(t, ses, two.Person)
	if asJSON(t, a) != asJSON(t, b) || len(a.IDs) != 2 || len(a.Cases) != 2 {
		t.Errorf("joined: %v and %v", a.IDs, b.IDs)
	}
	h0 := must[[]store.Hit](t)(ses.Find(background, storetest.VisitorN(0).Number))
	h1 := must[[]store.Hit](t)(ses.Find(background, storetest.VisitorN(1).Number))
	if len(h0) != 1 || len(h1) != 1 || h0[0].Person != h1[0].Person {
		t.Errorf("one person is found as %v and %v", h0, h1)
	}
	if _, err := say(ses, record.RoleWindowClerk, two.Person, "person.unlinked", record.Linked{Other: one.Person, Why: "并错"}); err != nil {
		t.Fatal(err)
	}
	if c := person(t, ses, two.Person); len(c.IDs) != 1 || len(c.Cases) != 1 || all() != 2 {
		t.Errorf("parted: %v", c.IDs)
	}
	before := dump(t, ses)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, ses); got != before {
		t.Errorf("rebuilt\n%s\nwant\n%s", got, before)
	}
}
