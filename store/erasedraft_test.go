package store_test

import (
	"encoding/hex"
	"maps"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// begun opens the draft of a visit of somebody whose id is known.
func begun(t *testing.T, ses *store.Session, n int, person uuid.UUID) uuid.UUID {
	t.Helper()
	visit, fields := uuid.New(), typed(n)
	fields[store.DraftPerson] = person.String()
	if err := ses.OpenDraft(background, visit, fields); err != nil {
		t.Fatal(err)
	}
	return visit
}

func TestErase_takes_the_persons_drafts_along(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	linked, _, _ := storetest.Visit(t, ses, 2)
	if _, err := say(ses, record.RoleWindowClerk, sit.Person, "person.linked", record.Linked{Other: linked.Person}); err != nil {
		t.Fatal(err)
	}
	open, parked := begun(t, ses, 0, sit.Person), begun(t, ses, 2, linked.Person)
	if err := ses.ParkDraft(background, parked); err != nil {
		t.Fatal(err)
	}
	secret := map[string][]byte{}
	for _, text := range must[[]string](t)(s.Column(background, `SELECT hex(sealed) FROM draft_field`)) {
		secret[text[:8]] = must[[]byte](t)(hex.DecodeString(text))
	}
	others := begun(t, ses, 1, storetest.PersonID(t, ses, storetest.VisitorN(1)))
	nobodys := draftOf(t, ses, 3) // the number is not typed yet
	b := backed(t, s, store.DailyBackup)
	moment := terminal.Clock.Now()
	terminal.Clock.Pass(time.Hour)
	again := begun(t, ses, 0, sit.Person) // a visit of after the moment

	if _, err := s.Erase(background, sit.Person, moment); err != nil {
		t.Fatal(err)
	}
	for name, visit := range map[string]uuid.UUID{"open": open, "parked": parked} {
		_, err := ses.Draft(background, visit)
		if store.KeyOf(err) != store.KeyDraftGone {
			t.Errorf("the %s draft: %v", name, err)
		}
	}
	wantKey(t, ses.SaveDraft(background, open, typed(0)), store.KeyDraftGone)
	for name, visit := range map[string]uuid.UUID{"somebody else's": others, "nobody's": nobodys, "the later": again} {
		if _, err := ses.Draft(background, visit); err != nil {
			t.Errorf("%s draft: %v", name, err)
		}
	}
	if found := searchBytes(t, terminal.Dir+"/terminal", secret); len(found) > 0 {
		t.Errorf("%d sealed values are still in the folder", len(found))
	}

	back, _ := restored(t, terminal, b.Path) // the backup held both
	left := drafts(t, storetest.SignIn(t, storetest.Reopen(t, back)))
	visits := map[uuid.UUID]bool{}
	for _, d := range left {
		visits[d.Visit] = true
	}
	if want := map[uuid.UUID]bool{others: true, nobodys: true}; !maps.Equal(visits, want) {
		t.Errorf("%d drafts came back with a restore, want 2 others'", len(left))
	}
}

// What is erased here and comes again, from a peer, a courier or a backup, stays
// empty, and the chain whole.
func TestErase_keeps_empty_what_was_here_and_comes_again(t *testing.T) {
	_, to, there, sit, events := pair(t)
	s := to.Store()
	if err := s.Take(background, events); err != nil {
		t.Fatal(err)
	}
	secret := secretsOf(t, s, sit.Person)
	if n, err := s.Erase(background, sit.Person, there.Clock.Now().Add(time.Hour)); err != nil || n != len(events) {
		t.Fatalf("erased %d of %d: %v", n, len(events), err)
	}
	for range 2 {
		if err := s.Take(background, events); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := to.Person(background, sit.Person); store.KeyOf(err) != store.KeyPersonUnknown {
		t.Errorf("came back: %v", err)
	}
	if v := verified(t, s); v.Err() != nil || v.Erased != len(events) {
		t.Errorf("verified %+v, want %d erased", v, len(events))
	}
	if n := must[int](t)(s.Refused(background)); n != 0 {
		t.Errorf("%d refused", n)
	}
	if found := searchBytes(t, there.Dir+"/terminal", secret); len(found) > 0 {
		t.Errorf("in the folder: %v", found)
	}
}
