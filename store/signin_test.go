package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

func TestSignIn_knows_who_it_is(t *testing.T) {
	_, s, ses := opened(t)
	who := ses.Staff()
	if who.ID != demo.StaffID(demo.Login) || who.Login != demo.Login || !who.Has(record.RoleWindowClerk, s.Today()) {
		t.Errorf("signed in as %s with %v", who.Login, ses.Roles())
	}
	if c := ses.Centre(); c.ID != demo.Hall || c.Town != demo.Xinfeng {
		t.Errorf("centre %s in %s", c.ID, c.Town)
	}
	unions := ses.Unions()
	if len(unions) < 10 || unions[0].Code != "U001" {
		t.Errorf("%d unions", len(unions))
	}
	if len(ses.Employers()) < 3 || len(ses.Communities()) == 0 || len(ses.Colleagues()) != len(demo.Staff) || len(ses.Centres()) == 0 {
		t.Error("the directory is not complete")
	}
	if len(ses.Codes("holidays")) == 0 || len(ses.Codes("nothing")) != 0 {
		t.Error("code tables")
	}
	if _, known := ses.Calendar().IsWorkday(s.Today()); !known {
		t.Error("the year's days off are not known")
	}
}

func TestSignIn_counts_wrong_passwords(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	for _, login := range []string{demo.Login, "nobody"} {
		for n := 4; n > 0; n-- {
			_, err := s.SignIn(background, login, "not the password")
			wantKey(t, err, store.KeyWrongPassword)
			if got := store.MessageOf(err).What; got != "账号或密码错误，还可尝试"+string(rune('0'+n))+"次。" {
				t.Errorf("%s: %s", login, got)
			}
		}
		_, err := s.SignIn(background, login, "not the password")
		wantKey(t, err, store.KeyAccountLocked)
	}
	_, err := s.SignIn(background, demo.Login, demo.Password)
	wantKey(t, err, store.KeyAccountLocked)

	if err := s.Close(); err != nil { // starting again gives no more tries
		t.Fatal(err)
	}
	s = storetest.Reopen(t, terminal)
	_, err = s.SignIn(background, demo.Login, demo.Password)
	wantKey(t, err, store.KeyAccountLocked)
	terminal.Clock.Pass(16 * time.Minute)
	_, err = s.SignIn(background, demo.Login, "not the password")
	wantKey(t, err, store.KeyWrongPassword)
	storetest.SignIn(t, s)
	_, err = s.SignIn(background, demo.Login, "not the password")
	if got := store.MessageOf(err).What; got != "账号或密码错误，还可尝试4次。" {
		t.Errorf("a right password did not begin the count anew: %s", got)
	}
}

func TestSignIn_of_a_technician_opens_no_records(t *testing.T) {
	s := storetest.Open(t)
	tech := storetest.SignInAs(t, s, demo.Technician)
	if tech.Login() != demo.Technician || tech.Staff().ID != demo.StaffID(demo.Technician) {
		t.Errorf("signed in as %+v", tech.Staff())
	}
	_, err := tech.Find(background, "张")
	wantKey(t, err, store.KeyNoRecords)
	wantKey(t, tech.Rebuild(background), store.KeyNoRecords)
	if tech.Unions() != nil {
		t.Error("a technician has the directory")
	}
	if _, err := s.Verify(background); err != nil { // self-test needs no records
		t.Error(err)
	}
	_, err = s.Signer(background)
	wantKey(t, err, store.KeySignInFirst)
	if err := tech.SignOut(background); err != nil {
		t.Error(err)
	}
}

func TestSignIn_refuses_whom_the_district_has_disabled(t *testing.T) {
	_, s, ses := opened(t)
	staff := record.File{Kind: record.KindStaff, ID: demo.StaffID(demo.UnionOfficer)}
	e := record.Event{ID: demo.StaffID("event"), At: record.HLCOf(storetest.Morning), Role: record.RoleDistrictSystem,
		File: staff, Type: "staff.disabled", Version: 1, Body: []byte(`{"why":"调离"}`)}
	officer := storetest.SignInAs(t, s, demo.UnionOfficer)
	if err := s.Take(background, []record.Marked{{Event: e, Mark: record.Mark{Effective: e.At, Allowed: true}}}); err != nil {
		t.Fatal(err)
	}
	_, err := s.SignIn(background, demo.UnionOfficer, demo.Password)
	wantKey(t, err, store.KeyAccountClosed)
	if _, err := officer.Find(background, "张"); err != nil { // who is in may finish
		t.Error(err)
	}
	if _, err := ses.Find(background, "张"); err != nil {
		t.Error(err)
	}
}

func TestSignIn_refuses_a_damaged_or_forged_staff_file(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	other, err := storetest.District(t, false).StaffFile(demo.Login, demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	forged := must[[]byte](t)(other.Bytes())
	path := filepath.Join(terminal.Dir, "terminal", "staff", demo.StaffID(demo.Login).String()+".age.json")
	if err := os.WriteFile(path, forged, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = s.SignIn(background, demo.Login, demo.Password)
	wantKey(t, err, store.KeyStaffFile)
	storetest.SignInAs(t, s, demo.UnionOfficer)
}

func TestSignOut_wipes_and_leaves_sync_its_keys_while_something_waits(t *testing.T) {
	_, s, ses := opened(t)
	if err := s.Take(background, nil); err != nil {
		t.Fatal(err)
	}
	_, _, done := storetest.Visit(t, ses, 0)
	other := storetest.SignIn(t, s)
	if err := ses.SignOut(background); err != nil {
		t.Fatal(err)
	}
	_, err := ses.Find(background, "张")
	wantKey(t, err, store.KeySignedOut)
	_, _, err = storetest.Save(ses, record.Sitting{})
	wantKey(t, err, store.KeySignedOut)
	if hits := must[[]store.Hit](t)(other.Find(background, storetest.VisitorN(0).Name)); len(hits) != 1 {
		t.Error("signing one out signed the other out")
	}
	if err := other.SignOut(background); err != nil {
		t.Fatal(err)
	}
	key, err := s.Signer(background)
	if err != nil {
		t.Fatalf("sync has no keys although something waits: %v", err)
	}
	if !s.Terminal().Public.Equal(key.Public()) {
		t.Error("the signing key is not the terminal's")
	}
	if id, err := s.CourierIdentity(background); err != nil || id.Recipient().String() != s.Terminal().Courier {
		t.Errorf("the courier identity is not the terminal's: %v", err)
	}
	again := storetest.SignIn(t, s)
	if hits := must[[]store.Hit](t)(again.Find(background, storetest.VisitorN(0).Name)); len(hits) != 1 {
		t.Error("not found after signing in again")
	}
	if err := again.SignOut(background); err != nil {
		t.Fatal(err)
	}
	receive(t, s, len(done.Events), 0)
	err = s.Take(background, nil)
	wantKey(t, err, store.KeySignInFirst)
	_, err = s.Signer(background)
	wantKey(t, err, store.KeySignInFirst)
}

func TestConfirm_asks_for_the_same_persons_password(t *testing.T) {
	_, _, ses := opened(t)
	wantKey(t, ses.Confirm(background, "not the password"), store.KeyWrongPassword)
	if err := ses.Confirm(background, demo.Password); err != nil {
		t.Fatal(err)
	}
	if _, err := ses.Find(background, "张"); err != nil {
		t.Errorf("the session did not go on: %v", err)
	}
}

func TestPersonID_is_the_same_at_every_window(t *testing.T) {
	d := storetest.District(t, false)
	a := storetest.SignIn(t, storetest.Open(t, &storetest.Terminal{District: d}))
	b := storetest.SignIn(t, storetest.Open(t, &storetest.Terminal{District: d, Number: 2}))
	if storetest.PersonID(t, a, storetest.VisitorN(7)) != storetest.PersonID(t, b, storetest.VisitorN(7)) {
		t.Error("two windows know one person by two ids")
	}
	base := storetest.SignInAs(t, storetest.Open(t, &storetest.Terminal{District: d, Number: 3, Centre: demo.JointOffice}), demo.UnionOfficer)
	_, err := base.PersonID(background, ident.SchemeCitizen, "", storetest.VisitorN(7).Number)
	wantKey(t, err, store.KeyNoLookupKey)
}

func TestRecord_is_not_begun_for_a_cancelled_context(t *testing.T) {
	_, _, ses := opened(t)
	ctx, cancel := context.WithCancel(background)
	cancel()
	_, err := ses.Record(ctx, record.RoleWindowClerk, storetest.Sitting(t, ses, storetest.VisitorN(0)).Visit,
		func(*store.Tx) ([]record.Fact, error) {
			t.Error("begun")
			return nil, nil
		})
	if err != context.Canceled {
		t.Errorf("got %v", err)
	}
}
