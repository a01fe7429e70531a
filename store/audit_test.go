package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/storetest"
)

func audits(t *testing.T, s *store.Store) []store.Audit {
	t.Helper()
	return must[[]store.Audit](t)(s.Audits(background, time.Time{}))
}

// said is one line without its number and time.
func said(what store.AuditKind, login, result string) store.Audit {
	a := store.Audit{What: what, Result: result}
	if login != "" {
		a.Staff = demo.StaffID(login)
	}
	return a
}

func TestAudit_says_who_did_what_and_who_was_refused(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	for range 4 {
		_, err := s.SignIn(background, demo.Login, "not the password")
		wantKey(t, err, store.KeyWrongPassword)
	}
	_, err := s.SignIn(background, demo.Login, "not the password")
	wantKey(t, err, store.KeyAccountLocked)
	_, err = s.SignIn(background, "nobody", demo.Password)
	wantKey(t, err, store.KeyWrongPassword)
	terminal.Clock.Pass(20 * time.Minute)
	ses := storetest.SignIn(t, s)
	ses.Lock()
	if err := ses.Unlock(background, demo.Password); err != nil {
		t.Fatal(err)
	}
	if err := ses.ChangePassword(background, demo.Password, newPassword); err != nil {
		t.Fatal(err)
	}
	backed(t, s, store.DailyBackup)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(background, uuid.New(), terminal.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := ses.SignOut(background); err != nil {
		t.Fatal(err)
	}
	tech := storetest.SignInAs(t, s, demo.Technician)
	if err := tech.SignOut(background); err != nil {
		t.Fatal(err)
	}
	wrong := said(store.AuditSignedIn, demo.Login, store.KeyWrongPassword)
	want := []store.Audit{said(store.AuditSetUp, "", ""), wrong, wrong, wrong, wrong,
		said(store.AuditSignedIn, demo.Login, store.KeyAccountLocked), said(store.AuditSignedIn, "", store.KeyWrongPassword),
		said(store.AuditSignedIn, demo.Login, ""), said(store.AuditConfirmed, demo.Login, ""),
		said(store.AuditPassword, demo.Login, ""), said(store.AuditBackedUp, "", ""), said(store.AuditRebuilt, demo.Login, ""),
		said(store.AuditErased, "", ""), said(store.AuditSignedOut, demo.Login, ""),
		said(store.AuditSignedIn, demo.Technician, ""), said(store.AuditSignedOut, demo.Technician, "")}
	if err := s.Close(); err != nil { // what was noted beside the work is written now
		t.Fatal(err)
	}
	s = storetest.Reopen(t, terminal)
	got := audits(t, s)
	locked := slices.IndexFunc(got, func(a store.Audit) bool { return a.What == store.AuditLocked })
	if locked < 0 || got[locked].Staff != demo.StaffID(demo.Login) {
		t.Error("the locked screen is not noted")
	}
	got = slices.DeleteFunc(slices.Clone(got), func(a store.Audit) bool { return a.What == store.AuditLocked })
	for i := range got {
		got[i].Seq, got[i].At = 0, time.Time{}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
	if v := verified(t, s); v.Err() != nil || v.Audits != len(want)+1 {
		t.Errorf("verified %+v", v)
	}
	if later := must[[]store.Audit](t)(s.Audits(background, terminal.Clock.Now().Add(time.Hour))); len(later) != 0 {
		t.Errorf("%d lines from the future", len(later))
	}
}

func TestAudit_knows_refused_staff_packs_copies_and_the_clock(t *testing.T) {
	terminal, s, ses := opened(t)
	storetest.Visit(t, ses, 0)
	before := audits(t, s)
	terminal.Clock.Pass(-48 * time.Hour)
	ses.SetDate(civil.Date{Year: 2026, Month: 9, Day: 14})
	if err := s.TakeStaffFiles(background, staffing(t, terminal.District)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = storetest.Reopen(t, terminal)
	lines := audits(t, s)[len(before):]
	var kinds []store.AuditKind
	last := before[len(before)-1].At
	for _, l := range lines {
		if l.At.Before(last) {
			t.Error("a line has a time before its predecessor's")
		}
		last = l.At
		kinds = append(kinds, l.What)
	}
	slices.Sort(kinds)
	if want := []store.AuditKind{store.AuditClockSetBack, store.AuditDateAsked, store.AuditStaffTaken}; !slices.Equal(kinds, want) {
		t.Errorf("noted %v, want %v", kinds, want)
	}
	again, _ := restored(t, terminal, backed(t, s, store.DailyBackup).Path)
	copied := audits(t, storetest.Reopen(t, again))
	if l := copied[len(copied)-1]; l.What != store.AuditKind(store.CopyRestored) {
		t.Errorf("the restored folder's last line is %s", l.What)
	}
}

func TestInvariant18_every_change_of_the_audit_is_found(t *testing.T) {
	for name, spoil := range map[string]string{
		"a line removed":        `DELETE FROM audit WHERE seq = 2`,
		"the first removed":     `DELETE FROM audit WHERE seq = 1`,
		"the last removed":      `DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)`,
		"all removed":           `DELETE FROM audit`,
		"who":                   `UPDATE audit SET staff = NULL WHERE seq = 2`,
		"when":                  `UPDATE audit SET at = at + 1 WHERE seq = 2`,
		"what":                  `UPDATE audit SET what = (SELECT what FROM audit WHERE seq = 1) WHERE seq = 2`,
		"how it ended":          `UPDATE audit SET result = 'X' WHERE seq = 2`,
		"its hash":              `UPDATE audit SET hash = zeroblob(32) WHERE seq = 2`,
		"the end of the chain":  `UPDATE audited SET seq = seq - 1`,
		"a line of another day": `UPDATE audit SET seq = seq + 1 WHERE seq = (SELECT max(seq) FROM audit)`,
	} {
		t.Run(name, func(t *testing.T) {
			_, s, _ := opened(t)
			if err := s.Spoil(background, spoil); err != nil {
				t.Fatal(err)
			}
			if v := verified(t, s); len(v.Faults) == 0 || store.KeyOf(v.Err()) != store.KeyDamaged {
				t.Errorf("not noticed: %+v", v)
			}
		})
	}
}

// A disk that is full keeps nobody out; what was done is noted once there is
// room.
func TestAudit_waits_for_a_disk_that_takes_nothing(t *testing.T) {
	_, s, ses := opened(t)
	storetest.Visit(t, ses, 0)
	n := len(audits(t, s))
	if err := s.Spoil(background, `PRAGMA query_only = 1`); err != nil {
		t.Fatal(err)
	}
	if err := ses.SignOut(background); err != nil {
		t.Errorf("signing out: %v", err)
	}
	if got := len(audits(t, s)); got != n {
		t.Fatalf("%d lines more on a disk that takes nothing", got-n)
	}
	if err := s.Spoil(background, `PRAGMA query_only = 0`, `PRAGMA foreign_keys = 1`); err != nil {
		t.Fatal(err)
	}
	storetest.SignIn(t, s)
	lines := audits(t, s)[n:]
	if len(lines) != 2 || lines[0].What != store.AuditSignedOut || lines[1].What != store.AuditSignedIn {
		t.Errorf("noted %v", lines)
	}
}

// People now and then type their password where the login goes.
func TestSignIn_keeps_nothing_of_what_was_typed(t *testing.T) {
	terminal, s, _ := opened(t)
	const typed = "four-pinyin-words-typed-too-early"
	_, err := s.SignIn(background, typed, "x")
	wantKey(t, err, store.KeyWrongPassword)
	grep(t, terminal.Dir, []string{typed}) // with the log beside it
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	grep(t, terminal.Dir, []string{typed})
}
