package setup_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
)

func newStaffing(t testing.TB, d *demo.District) []byte {
	t.Helper()
	file, err := d.Staffing(demo.Hall)
	if err != nil {
		t.Fatalf("make staff pack: %v", err)
	}
	return file
}

func publicKey(d *demo.District) ed25519.PublicKey { return d.Key.Public().(ed25519.PublicKey) }

func TestStaffingBringsFilesAndNews(t *testing.T) {
	d := newDistrict(t)
	if err := d.Disable(demo.Login, "调离"); err != nil {
		t.Fatal(err)
	}
	s, err := setup.OpenStaffing(newStaffing(t, d), publicKey(d))
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	if s.Centre != demo.Hall || len(s.Files) != 5 {
		t.Errorf("%d files for %s, want 5 for the hall", len(s.Files), s.Centre)
	}
	for _, f := range s.Files {
		u, err := f.Unlock(demo.Password)
		if err != nil || f.Login == demo.Login {
			t.Fatalf("unlock %s: %v", f.Login, err)
		}
		if f.Login == demo.Technician {
			continue
		}
		if len(u.Centre) != 2 || u.Centre[0].Recipient().String() != s.Recipients.Centre {
			t.Errorf("%s: %d identities of the centre, want the present one and the earlier", f.Login, len(u.Centre))
		}
		events, err := s.Events(u.Identities()...)
		if err != nil {
			t.Fatalf("news: %v", err)
		}
		last := events[len(events)-1]
		if last.Event.Type != "staff.disabled" || last.Event.Digest() != d.Events[len(d.Events)-1].Event.Digest() {
			t.Errorf("the last event is %s", last.Event.Type)
		}
		if _, err := s.Events(u.Identities()[1]); !errors.Is(err, vault.ErrIdentity) {
			t.Errorf("the earlier identity opens the news: %v", err)
		}
	}
}

func TestStaffingNamesNobody(t *testing.T) {
	file := newStaffing(t, newDistrict(t))
	for _, m := range demo.Staff {
		if bytes.Contains(file, []byte(m.Name)) {
			t.Error("a name stands in the clear")
		}
	}
}

func TestOpenStaffingTellsWhatIsWrong(t *testing.T) {
	d := newDistrict(t)
	file := newStaffing(t, d)
	cut := file[:len(file)-5]
	changed := bytes.Clone(file)
	changed[len(changed)-20] ^= 1
	signedByAnother := summed(t, changed)
	photo := append([]byte("\x89PNG"), file...)
	newer := append([]byte("ruhui-staff 2\n"), file...)
	huge := append(bytes.Clone(file), make([]byte, 9<<20)...)
	for name, c := range map[string]struct {
		file []byte
		want setup.Error
	}{
		"cut": {cut, setup.StaffingDamaged}, "changed": {changed, setup.StaffingDamaged},
		"forged": {signedByAnother, setup.StaffingForeign}, "photo": {photo, setup.NotStaffing},
		"newer": {newer, setup.StaffingNewer}, "empty": {nil, setup.NotStaffing}, "huge": {huge, setup.StaffingDamaged},
	} {
		_, err := setup.OpenStaffing(c.file, publicKey(d))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		if what, next, two := strings.Cut(setup.Messages[setup.Key(err)], "\n"); !two || what == "" || next == "" {
			t.Errorf("%s: no two lines", name)
		}
	}
	if _, err := setup.OpenStaffing(file, publicKey(newDistrict(t))); !errors.Is(err, setup.StaffingForeign) {
		t.Errorf("another district: got %v", err)
	}
	if _, err := setup.OpenStaffing(file, nil); !errors.Is(err, setup.StaffingForeign) {
		t.Errorf("no district: got %v", err)
	}
}

// summed puts the right checksum on a file, as a forger would.
func summed(t *testing.T, file []byte) []byte {
	t.Helper()
	lines := bytes.SplitN(file, []byte("\n"), 3)
	sum := sha256.Sum256(lines[2])
	lines[1] = []byte(hex.EncodeToString(sum[:]))
	return bytes.Join(lines, []byte("\n"))
}

func TestStaffingThatBreaksARuleIsNotMade(t *testing.T) {
	d := newDistrict(t)
	whole, err := setup.OpenStaffing(newStaffing(t, d), publicKey(d))
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*setup.Staffing){
		"nobody":        func(s *setup.Staffing) { s.Files = nil },
		"other centre":  func(s *setup.Staffing) { s.Centre = demo.Station },
		"twice":         func(s *setup.Staffing) { s.Files = append(s.Files, s.Files[0]) },
		"no time":       func(s *setup.Staffing) { s.Made = 0 },
		"no recovery":   func(s *setup.Staffing) { s.Recipients.Recovery = "" },
		"nobody's file": func(s *setup.Staffing) { s.Files = append(s.Files, nil) },
	} {
		s := whole
		spoil(&s)
		if _, err := setup.MakeStaffing(s, nil, d.Key); setup.Key(err) == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	early := whole
	early.Made = record.HLCOf(d.Signed.AddDate(0, -1, 0))
	if _, err := setup.MakeStaffing(early, d.Events, d.Key); !errors.Is(err, setup.Invalid) {
		t.Errorf("news from after it was made: got %v", err)
	}
}

func FuzzOpenStaffing(f *testing.F) {
	d := newDistrict(f)
	f.Add(newStaffing(f, d))
	f.Add([]byte("ruhui-staff 1\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		s, err := setup.OpenStaffing(file, publicKey(d))
		if (err != nil) != (setup.Key(err) != "") {
			t.Fatalf("error without a key: %v", err)
		}
		if err == nil && len(s.Files) == 0 {
			t.Fatal("took a pack without files")
		}
	})
}
