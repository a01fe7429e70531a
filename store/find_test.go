package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
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
	ses = storetest.SignIn(t, s)
	t.Run("after signing in", func(t *testing.T) { check(t, ses) })
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

// found ends the test unless the query finds exactly that person, as ranked.
func found(t *testing.T, ses *store.Session, query string, sit record.Sitting, rank store.Rank) store.Hit {
	t.Helper()
	hits := must[[]store.Hit](t)(ses.Find(background, query))
	if len(hits) != 1 || hits[0].Person != sit.Person || hits[0].Rank != rank {
		t.Fatalf("%s finds %+v, want the visitor with rank %d", query, hits, rank)
	}
	return hits[0]
}

func nobody(t *testing.T, ses *store.Session, query string) {
	t.Helper()
	if hits := must[[]store.Hit](t)(ses.Find(background, query)); len(hits) != 0 {
		t.Fatalf("%s finds %+v", query, hits)
	}
}

func TestFind_by_name_and_number(t *testing.T) {
	_, s, ses := opened(t)
	sit, out, _ := storetest.Visit(t, ses, 0) // 张试试
	for n := range 4 {
		storetest.Visit(t, ses, n+1)
	}
	v := storetest.VisitorN(0)
	hit := found(t, ses, "zhangshishi", sit, store.Exact)
	if hit.Name != "张*试" || hit.Number != v.Number[:6]+"********"+v.Number[14:] || hit.PhoneTail != v.Mobile[7:] ||
		hit.Visited != s.Today() || hit.Residence != record.Accepted || hit.Member != record.Pending {
		t.Errorf("the hit shows %+v", hit)
	}
	found(t, ses, "张ss "+v.Number[14:], sit, store.Initials)
	found(t, ses, "zhangss", sit, store.Initials)
	for _, no := range []string{v.Number, out.CaseNo, out.JoinNo, out.CaseNo[:2] + " " + out.CaseNo[2:]} {
		found(t, ses, no, sit, store.Exact)
	}
	officer := storetest.SignInAs(t, s, "union")
	member := storetest.Approve(t, officer, sit.Person, out, "U103A")
	if h := found(t, officer, member, sit, store.Exact); h.Member != record.Active || h.Union != sit.Union.Union {
		t.Errorf("a member number shows %+v", h)
	}
	other := []byte(v.Number)
	other[8], other[9] = '9', '9' // hidden in lists
	nobody(t, ses, string(other))
	nobody(t, ses, "")

	if _, err := say(ses, record.RoleWindowClerk, sit.Person, "person.changed",
		record.Details{Fields: map[record.Field]string{record.FieldName: "单改"}}); err != nil {
		t.Fatal(err)
	}
	found(t, ses, "shangai", sit, store.Exact)
	nobody(t, ses, "zhangshishi")

	ctx, cancel := context.WithCancel(background)
	cancel()
	if _, err := ses.Find(ctx, "z"); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled search gives %v", err)
	}
}

func TestFind_after_a_restart_and_a_sign_out(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = storetest.Reopen(t, terminal)
	ses = must[*store.Session](t)(s.SignIn(background, demo.Login, demo.Password))
	more, _, _ := storetest.Visit(t, ses, 1) // perhaps while the rest is read
	<-ses.Reading()
	if k := ses.Known(); k != (store.Known{Persons: 2, Complete: true}) {
		t.Fatalf("after reading %+v", k)
	}
	found(t, ses, "zhangshishi", sit, store.Exact)
	found(t, ses, storetest.VisitorN(1).Name, more, store.Exact)

	colleague := storetest.SignIn(t, s)
	if err := ses.SignOut(background); err != nil {
		t.Fatal(err)
	}
	found(t, colleague, "zhangshishi", sit, store.Exact)
	if err := colleague.SignOut(background); err != nil {
		t.Fatal(err)
	}
	_, err := colleague.Find(background, "z")
	wantKey(t, err, store.KeySignedOut)
	if k := colleague.Known(); k.Persons != 0 {
		t.Errorf("after signing out %+v", k)
	}
	ses = storetest.SignIn(t, s)
	found(t, ses, "zhangshishi", sit, store.Exact)
}

// TestFind_leaves_out_a_damaged_line: the others are found, and the damage is
// counted.
func TestFind_leaves_out_a_damaged_line(t *testing.T) {
	terminal, s, ses := opened(t)
	storetest.Visit(t, ses, 0)
	sit, _, _ := storetest.Visit(t, ses, 1)
	if err := s.Spoil(background, `UPDATE person SET line = zeroblob(50) WHERE id = (SELECT min(id) FROM person)`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	ses = storetest.SignIn(t, storetest.Reopen(t, terminal))
	if k := ses.Known(); k != (store.Known{Persons: 1, Complete: true, Damaged: 1}) {
		t.Errorf("after reading %+v", k)
	}
	found(t, ses, storetest.VisitorN(1).Name, sit, store.Exact)
}
