package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

func TestLock_hides_records_until_the_same_persons_password(t *testing.T) {
	_, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	other := storetest.SignInAs(t, s, demo.UnionOfficer)
	ses.Lock()
	if !ses.Locked() {
		t.Error("not locked")
	}
	_, err := ses.Person(background, sit.Person)
	wantKey(t, err, store.KeyLocked)
	_, err = ses.Find(background, "张")
	wantKey(t, err, store.KeyLocked)
	_, _, err = storetest.Save(ses, record.Sitting{})
	wantKey(t, err, store.KeyLocked)
	if ses.Unions() != nil || ses.RoleKeys() != nil {
		t.Error("a locked session gives the directory or keys")
	}
	if _, err := other.Person(background, sit.Person); err != nil {
		t.Errorf("locking one locked the other: %v", err)
	}
	if _, err := s.Signer(background); err != nil {
		t.Errorf("sync has no keys while the screen is locked: %v", err)
	}
	if err := s.Take(background, nil); err != nil {
		t.Errorf("sync cannot write while the screen is locked: %v", err)
	}
	wantKey(t, ses.Unlock(background, "not the password"), store.KeyWrongPassword)
	if !ses.Locked() {
		t.Fatal("a wrong password unlocked")
	}
	start := time.Now()
	if err := ses.Unlock(background, demo.Password); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("unlocking took %v", took)
	}
	if p, err := ses.Person(background, sit.Person); err != nil || len(p.Cases) != 1 {
		t.Errorf("the session did not go on: %v", err)
	}
}

func TestUnlock_refuses_whom_the_district_disabled_meanwhile(t *testing.T) {
	_, s, ses := opened(t)
	officer := storetest.SignInAs(t, s, demo.UnionOfficer)
	officer.Lock()
	e := record.Event{ID: demo.StaffID("event"), At: record.HLCOf(storetest.Morning), Role: record.RoleDistrictSystem,
		File: record.File{Kind: record.KindStaff, ID: demo.StaffID(demo.UnionOfficer)}, Type: "staff.disabled", Version: 1,
		Body: []byte(`{"why":"调离"}`)}
	if err := s.Take(background, []record.Marked{{Event: e, Mark: record.Mark{Effective: e.At, Allowed: true}}}); err != nil {
		t.Fatal(err)
	}
	wantKey(t, officer.Unlock(background, demo.Password), store.KeyAccountClosed)
	ses.Lock()
	if err := ses.SignOut(background); err != nil {
		t.Fatal(err)
	}
	wantKey(t, ses.Unlock(background, demo.Password), store.KeySignedOut)
}

func TestOff_nothing_is_open_and_what_waits_is_said(t *testing.T) {
	terminal, s, ses := opened(t)
	_, _, done := storetest.Visit(t, ses, 0)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := ses.Find(background, "张")
	wantKey(t, err, store.KeySignedOut)
	s = storetest.Reopen(t, terminal)
	_, err = s.Signer(background)
	wantKey(t, err, store.KeySignInFirst)
	wantKey(t, s.Take(background, nil), store.KeySignInFirst)
	if w, err := s.Waiting(background); err != nil || w.Acts != 1 || w.Events != len(done.Events) || w.Oldest.IsZero() {
		t.Errorf("waiting %+v, %v; want one act of %d events", w, err, len(done.Events))
	}
}

func TestAccountLock_ends_although_the_clock_was_set(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	locked := func(s *store.Store) string {
		t.Helper()
		_, err := s.SignIn(background, demo.Login, demo.Password)
		wantKey(t, err, store.KeyAccountLocked)
		return store.MessageOf(err).What
	}
	const year = 365 * 24 * time.Hour
	terminal.Clock.Pass(30 * year) // a dead battery
	for range 5 {
		if _, err := s.SignIn(background, demo.Login, "not the password"); err == nil {
			t.Fatal("let in")
		}
	}
	locked(s)
	if _, err := s.SignIn(background, demo.UnionOfficer, demo.Password); err != nil {
		t.Errorf("one login's lock keeps another out: %v", err)
	}
	terminal.Clock.Pass(-30 * year) // put right during the lock
	if got := locked(s); !strings.Contains(got, "15分钟") {
		t.Errorf("after the clock was set back: %s", got)
	}
	terminal.Clock.Pass(10 * time.Minute)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = storetest.Reopen(t, terminal)
	if got := locked(s); !strings.Contains(got, "5分钟") {
		t.Errorf("after a restart: %s", got)
	}
	terminal.Clock.Pass(6 * time.Minute)
	storetest.SignIn(t, s)
}

func TestGiveWay_parks_what_was_begun_without_unlocking(t *testing.T) {
	_, s, ses := opened(t)
	visit := uuid.New()
	if err := ses.OpenDraft(background, visit, map[string]string{store.DraftName: "张试样", "form.Mobile": "19900000001"}); err != nil {
		t.Fatal(err)
	}
	ses.Lock()
	other := storetest.SignInAs(t, s, demo.Counsellor)
	if list := must[[]store.Draft](t)(other.Drafts(background)); len(list) != 0 {
		t.Fatalf("%d drafts of a colleague's are seen before", len(list))
	}
	if err := ses.GiveWay(background); err != nil {
		t.Fatal(err)
	}
	wantKey(t, ses.Unlock(background, demo.Password), store.KeySignedOut)
	d, err := other.TakeDraft(background, visit)
	if err != nil || d.Fields["form.Mobile"] != "19900000001" {
		t.Errorf("taken up: %v", err)
	}
	if err := ses.GiveWay(background); err != nil {
		t.Errorf("once more: %v", err)
	}
}
