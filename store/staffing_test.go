package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
	"ruhui/store/vault"
)

// newcomer is somebody the district takes on for the hall.
func newcomer(n int) demo.Member {
	from := civil.Date{Year: 2026, Month: 9, Day: 1}
	place := record.Place{Centre: demo.Hall}
	return demo.Member{StaffAppointed: record.StaffAppointed{No: fmt.Sprintf("90%02d", n), Name: "演示新员" + fmt.Sprint(n),
		Login: fmt.Sprintf("new%d", n), Centres: []uuid.UUID{demo.Hall}, Grants: []record.Grant{
			{Role: record.RoleWindowClerk, Place: place, From: from}, {Role: record.RoleUnionClerk, Place: place, From: from}}}}
}

// replaceAll lets everybody of the hall go and takes others on.
func replaceAll(t *testing.T, d *demo.District) {
	t.Helper()
	for _, m := range demo.Staff {
		for _, c := range m.Centres {
			if c != demo.Hall {
				continue
			}
			if err := d.Disable(m.Login, "调离"); err != nil {
				t.Fatal(err)
			}
		}
	}
	for n := range 3 {
		if err := d.Appoint(newcomer(n)); err != nil {
			t.Fatal(err)
		}
	}
}

func staffing(t *testing.T, d *demo.District) []byte {
	t.Helper()
	return must[[]byte](t)(d.Staffing(demo.Hall))
}

func TestTakeStaffFiles_when_all_were_replaced_while_the_terminal_was_off(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	replaceAll(t, terminal.District)
	stick := staffing(t, terminal.District)

	s = storetest.Reopen(t, terminal)
	if _, err := s.SignIn(background, newcomer(0).Login, demo.Password); store.KeyOf(err) != store.KeyWrongPassword {
		t.Errorf("before the stick: %v", err)
	}
	if err := s.TakeStaffFiles(background, stick); err != nil {
		t.Fatal(err)
	}
	for _, m := range demo.Staff {
		if _, err := s.SignIn(background, m.Login, demo.Password); store.KeyOf(err) != store.KeyWrongPassword {
			t.Errorf("%s: %v", m.Login, err)
		}
	}
	first := storetest.SignInAs(t, s, newcomer(0).Login)
	if who := first.Staff(); !who.Has(record.RoleWindowClerk, s.Today()) {
		t.Error("the newcomer has no role")
	}
	if p := person(t, first, sit.Person); len(p.Cases) != 1 {
		t.Error("what was written before cannot be read")
	}
	_, _, done := storetest.Visit(t, first, 1)
	if used := keysUsed(t, s, done.Events[0].ID); used != 2 {
		t.Errorf("written under key %d, want the second", used)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = storetest.Reopen(t, terminal)
	again := storetest.SignInAs(t, s, newcomer(2).Login)
	if p := person(t, again, storetest.PersonID(t, again, storetest.VisitorN(1))); len(p.Cases) != 1 {
		t.Error("what the newcomer wrote cannot be read after a restart")
	}
	wantVaultFor(t, terminal)
}

// keysUsed is the number of the key an event's content is sealed under, 0 when
// there is no such event.
func keysUsed(t *testing.T, s *store.Store, event uuid.UUID) int {
	t.Helper()
	numbers := must[[]string](t)(s.Column(background, fmt.Sprintf(
		`SELECT hex(substr(content, 2, 1)) FROM event WHERE hex(uuid) = '%X'`, event[:])))
	n := 0
	for _, hex := range numbers {
		if _, err := fmt.Sscanf(hex, "%X", &n); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// wantVaultFor: the vault is for the centre's present identity and recovery, and
// for nobody who left.
func wantVaultFor(t *testing.T, terminal *storetest.Terminal) {
	t.Helper()
	d, dir := terminal.District, filepath.Join(terminal.Dir, "terminal")
	present := must[*age.X25519Identity](t)(d.CentreIdentity(demo.Hall))
	for _, with := range []age.Identity{present, d.Recovery} {
		if _, err := vault.Load(dir, with); err != nil {
			t.Errorf("the vault does not open: %v", err)
		}
	}
	ring := must[*vault.StaffFile](t)(d.StaffFile(newcomer(0).Login, demo.Hall))
	u := must[vault.Unlocked](t)(ring.Unlock(demo.Password))
	for i, earlier := range u.Identities()[1:] {
		if _, err := vault.Load(dir, earlier); err == nil {
			t.Errorf("an earlier identity, %d back, opens the vault", i+1)
		}
	}
}

func TestTakeStaffFiles_while_somebody_works(t *testing.T) {
	terminal, s, ses := opened(t)
	if err := ses.ChangePassword(background, demo.Password, newPassword); err != nil {
		t.Fatal(err)
	}
	if err := terminal.District.Disable(demo.UnionOfficer, "调离"); err != nil {
		t.Fatal(err)
	}
	if err := s.TakeStaffFiles(background, staffing(t, terminal.District)); err != nil {
		t.Fatal(err)
	}
	_, _, done := storetest.Visit(t, ses, 0) // goes on, under the new key
	if used := keysUsed(t, s, done.Events[0].ID); used != 2 {
		t.Errorf("written under key %d, want the second at once", used)
	}
	_, err := s.SignIn(background, demo.UnionOfficer, demo.Password)
	wantKey(t, err, store.KeyWrongPassword)
	_, err = s.SignIn(background, demo.Login, demo.Password)
	wantKey(t, err, store.KeyWrongPassword) // a password changed here since stays
	again, err := s.SignIn(background, demo.Login, newPassword)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range again.Colleagues() {
		if c.Login == demo.UnionOfficer && c.DisabledAt == 0 {
			t.Error("the news was not taken")
		}
	}
	key := must[*age.X25519Identity](t)(terminal.District.CentreIdentity(demo.Hall))
	if got := s.Setup().Recipients.Centre; got != key.Recipient().String() {
		t.Error("what is sealed to the centre is still sealed to the old identity")
	}
}

func TestTakeStaffFiles_takes_only_the_districts_newest_for_this_centre(t *testing.T) {
	terminal, s, _ := opened(t)
	d := terminal.District
	old := staffing(t, d)
	elsewhere := must[[]byte](t)(d.Staffing(demo.QixingHall))
	newer := staffing(t, d)
	if err := s.TakeStaffFiles(background, newer); err != nil {
		t.Fatal(err)
	}
	rotated := keyNumber(t, terminal)
	if err := s.TakeStaffFiles(background, newer); err != nil {
		t.Errorf("the same again: %v", err)
	}
	if now := keyNumber(t, terminal); now != rotated || now != 2 {
		t.Errorf("key %d, then %d; want the second and no third", rotated, now)
	}
	wantKey(t, s.TakeStaffFiles(background, old), store.KeyStaffingOlder)
	wantKey(t, s.TakeStaffFiles(background, elsewhere), store.KeyStaffingElsewhere)
	for name, c := range map[string]struct {
		file []byte
		key  string
	}{
		"foreign": {staffing(t, storetest.District(t, false)), "StaffingForeign"},
		"cut":     {newer[:len(newer)-9], "StaffingDamaged"},
		"no pack": {[]byte("PK"), "StaffingNot"},
	} {
		err := s.TakeStaffFiles(background, c.file)
		if store.KeyOf(err) != c.key || store.MessageOf(err).Next == "" {
			t.Errorf("%s: got %v, want key %s", name, err, c.key)
		}
	}
	storetest.SignIn(t, s)
}

// keyNumber is the number of the vault's current key.
func keyNumber(t *testing.T, terminal *storetest.Terminal) byte {
	t.Helper()
	return must[*vault.Keys](t)(vault.Load(filepath.Join(terminal.Dir, "terminal"), terminal.District.Recovery)).Current()
}

func TestTakeStaffFiles_goes_on_after_a_power_cut(t *testing.T) {
	terminal, s, _ := opened(t)
	replaceAll(t, terminal.District)
	folder := filepath.Join(terminal.Dir, "terminal", "staff")
	before := map[string][]byte{}
	for _, f := range must[[]os.DirEntry](t)(os.ReadDir(folder)) {
		before[f.Name()] = must[[]byte](t)(os.ReadFile(filepath.Join(folder, f.Name())))
	}
	if err := s.TakeStaffFiles(background, staffing(t, terminal.District)); err != nil {
		t.Fatal(err)
	}
	// As if the power had gone when the pack was noted and nothing else done.
	if err := s.Spoil(background, `UPDATE staffing SET done = 0`); err != nil {
		t.Fatal(err)
	}
	for _, f := range must[[]os.DirEntry](t)(os.ReadDir(folder)) {
		if err := os.Remove(filepath.Join(folder, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range before {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = storetest.Reopen(t, terminal)
	storetest.Visit(t, storetest.SignInAs(t, s, newcomer(1).Login), 0)
	for _, f := range must[[]os.DirEntry](t)(os.ReadDir(folder)) {
		if before[f.Name()] != nil || !strings.HasSuffix(f.Name(), ".age.json") {
			t.Errorf("%s stayed", f.Name())
		}
	}
}

func TestSignIn_with_a_file_from_before_the_rotation_says_so(t *testing.T) {
	terminal, s, _ := opened(t)
	path := filepath.Join(terminal.Dir, "terminal", "staff", demo.StaffID(demo.Login).String()+".age.json")
	old := must[[]byte](t)(os.ReadFile(path))
	if err := terminal.District.Rotate(demo.Hall); err != nil {
		t.Fatal(err)
	}
	if err := s.TakeStaffFiles(background, staffing(t, terminal.District)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, old, 0o600); err != nil { // by somebody with the disk in hand
		t.Fatal(err)
	}
	_, err := s.SignIn(background, demo.Login, demo.Password)
	wantKey(t, err, store.KeyStaffOutdated)
}
