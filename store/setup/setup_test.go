package setup_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
)

const code = "0000-0000-0000-0000" // well formed; real ones are random

func newDistrict(t testing.TB) *demo.District {
	t.Helper()
	d, err := demo.NewDistrict(demo.Options{})
	if err != nil {
		t.Fatalf("make district: %v", err)
	}
	return d
}

func newSetup(t testing.TB, d *demo.District) setup.Setup {
	t.Helper()
	s, err := d.Setup(7, demo.Hall)
	if err != nil {
		t.Fatalf("make set-up: %v", err)
	}
	return s
}

func newFile(t testing.TB, d *demo.District, s setup.Setup) []byte {
	t.Helper()
	file, err := setup.Make(s, d.Key, code)
	if err != nil {
		t.Fatalf("make file: %v", err)
	}
	return file
}

func TestFileBringsEverythingBack(t *testing.T) {
	d := newDistrict(t)
	s := newSetup(t, d)
	back, err := setup.Open(newFile(t, d, s), code, d.Signed)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	if !reflect.DeepEqual(back, s) {
		t.Error("what comes out is not what went in")
	}
	for i := range s.Events {
		if back.Events[i].Event.Digest() != s.Events[i].Event.Digest() {
			t.Errorf("event %d has another digest", i)
		}
	}
}

func TestFileShowsNothing(t *testing.T) {
	d := newDistrict(t)
	file := newFile(t, d, newSetup(t, d))
	for _, secret := range [][]byte{d.Lookup.Secret, []byte("新丰镇"), []byte(demo.Login + `"`), []byte(code)} {
		if bytes.Contains(file, secret) {
			t.Errorf("the file shows %d bytes of what is sealed", len(secret))
		}
	}
}

func TestOpenTellsWhatIsWrong(t *testing.T) {
	d := newDistrict(t)
	file := newFile(t, d, newSetup(t, d))
	damaged := bytes.Clone(file)
	damaged[len(damaged)-1] ^= 1
	cases := []struct {
		name string
		file []byte
		code string
		now  time.Time
		want setup.Error
	}{
		{"another code", file, setup.NewCode(), d.Signed, setup.WrongCode},
		{"mistyped code", file, code[1:], d.Signed, setup.WrongCode},
		{"no code", file, "", d.Signed, setup.WrongCode},
		{"last byte changed", damaged, code, d.Signed, setup.Damaged},
		{"cut off", file[:len(file)/2], code, d.Signed, setup.Damaged},
		{"only the first line", []byte("ruhui-setup 1\n"), code, d.Signed, setup.Damaged},
		{"no version", []byte("ruhui-setup \n"), code, d.Signed, setup.Damaged},
		{"later version", bytes.Replace(file, []byte("ruhui-setup 1"), []byte("ruhui-setup 2"), 1), code, d.Signed, setup.Newer},
		{"nothing", nil, code, d.Signed, setup.NotASetup},
		{"a photograph", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), code, d.Signed, setup.NotASetup},
		{"a plain age file", []byte("age-encryption.org/v1\n"), code, d.Signed, setup.NotASetup},
		{"clock two years behind", file, code, d.Signed.AddDate(-2, 0, 0), setup.Clock},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := setup.Open(c.file, c.code, c.now)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if text := setup.Messages[setup.Key(err)]; strings.Count(text, "\n") != 1 {
				t.Errorf("no message of two lines for %q", setup.Key(err))
			}
		})
	}
}

func TestClockMayBeWrongByMonths(t *testing.T) {
	d := newDistrict(t)
	file := newFile(t, d, newSetup(t, d))
	for _, now := range []time.Time{d.Signed.AddDate(0, -6, 0), d.Signed.AddDate(30, 0, 0)} {
		if _, err := setup.Open(file, code, now); err != nil {
			t.Errorf("open on %v: %v", now, err)
		}
	}
}

func TestCodeMayBeTypedCarelessly(t *testing.T) {
	d := newDistrict(t)
	if _, err := setup.Open(newFile(t, d, newSetup(t, d)), "oooo0000 OOOO-0000", d.Signed); err != nil {
		t.Errorf("open: %v", err)
	}
}

func TestForeignSignatureIsRefused(t *testing.T) {
	d := newDistrict(t)
	s := newSetup(t, d)
	_, other, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := setup.Make(s, other, code); !errors.Is(err, setup.Invalid) {
		t.Errorf("make with another key: got %v, want %v", err, setup.Invalid)
	}
	file, err := setup.Seal(s, other, code)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := setup.Open(file, code, d.Signed); !errors.Is(err, setup.Damaged) {
		t.Errorf("open: got %v, want %v", err, setup.Damaged)
	}
}

// breakers each break one rule of a set-up that is otherwise whole.
var breakers = map[string]func(s *setup.Setup){
	"terminal 0":                 func(s *setup.Setup) { s.Terminal = 0 },
	"terminal 100":               func(s *setup.Setup) { s.Terminal = 100 },
	"99 but not a demo":          func(s *setup.Setup) { s.Terminal = 99 },
	"demo with another number":   func(s *setup.Setup) { s.Demo = true },
	"no time of signing":         func(s *setup.Setup) { s.Signed = 0 },
	"signed before its events":   func(s *setup.Setup) { s.Signed = s.Events[0].Mark.Effective },
	"town of six digits":         func(s *setup.Setup) { s.Town9 = "330402" },
	"another town":               func(s *setup.Setup) { s.Town9 = demo.Qixing },
	"no district":                func(s *setup.Setup) { s.District.Name = "" },
	"district by http":           func(s *setup.Setup) { s.District.Address = "http://district.ruhui.example" },
	"password in the address":    func(s *setup.Setup) { s.District.Address = "https://a:b@district.ruhui.example" },
	"no way to ask":              func(s *setup.Setup) { s.Residents = setup.Residents{} },
	"short signing key":          func(s *setup.Setup) { s.District.SigningKey = s.District.SigningKey[1:] },
	"no certificate":             func(s *setup.Setup) { s.District.Certificates = nil },
	"certificate cut off":        func(s *setup.Setup) { s.District.Certificates = [][]byte{s.District.Certificates[0][1:]} },
	"no recovery":                func(s *setup.Setup) { s.Recipients.Recovery = "" },
	"bad centre's recipient":     func(s *setup.Setup) { s.Recipients.Centre += "q" },
	"two recipients in one":      func(s *setup.Setup) { s.Recipients.Server += "\n" + s.Recipients.Centre },
	"bad role's recipient":       func(s *setup.Setup) { s.Recipients.Roles = map[record.Role]string{record.RoleMediator: "age1"} },
	"unknown centre":             func(s *setup.Setup) { s.Centre = uuid.New() },
	"base union with lookup key": func(s *setup.Setup) { s.Centre = demo.JointOffice },
	"hall without lookup key":    func(s *setup.Setup) { s.Lookup = nil },
	"no staff":                   func(s *setup.Setup) { s.StaffFiles = nil },
	"staff file twice":           func(s *setup.Setup) { s.StaffFiles = append(s.StaffFiles, s.StaffFiles[0]) },
	"staff file missing":         func(s *setup.Setup) { s.StaffFiles[0] = nil },
	"staff of elsewhere":         func(s *setup.Setup) { s.Centre = demo.Station },
	"staff file changed": func(s *setup.Setup) {
		f := *s.StaffFiles[0]
		f.Login = "other"
		s.StaffFiles[0] = &f
	},
	"staff disabled": func(s *setup.Setup) {
		m := s.Events[len(s.Events)-1]
		m.Event.ID = uuid.New()
		m.Event.File.ID, m.Event.Type = demo.StaffID(demo.Login), "staff.disabled"
		m.Event.Body = json.RawMessage(`{"why":"离职"}`)
		m.Mark.Effective++
		s.Events = append(s.Events, m)
	},
	"event twice":           func(s *setup.Setup) { s.Events = append(s.Events, s.Events[0]) },
	"event without type":    func(s *setup.Setup) { s.Events[0].Event.Type = "" },
	"event without version": func(s *setup.Setup) { s.Events[0].Event.Version = 0 },
	"event without body":    func(s *setup.Setup) { s.Events[0].Event.Body = nil },
	"event of another form": func(s *setup.Setup) { s.Events[0].Event.Body = json.RawMessage(`{"code":1}`) },
	"event with blanks":     func(s *setup.Setup) { s.Events[0].Event.Body = json.RawMessage(`{"code": "1"}`) },
	"event not marked":      func(s *setup.Setup) { s.Events[0].Mark.Effective = 0 },
	"event marked here":     func(s *setup.Setup) { s.Events[0].Mark.Provisional = true },
}

func TestBrokenRulesAreRefused(t *testing.T) {
	d := newDistrict(t)
	for name, breaks := range breakers {
		t.Run(name, func(t *testing.T) {
			s := newSetup(t, d)
			breaks(&s)
			if _, err := setup.Make(s, d.Key, code); !errors.Is(err, setup.Invalid) {
				t.Errorf("got %v, want %v", err, setup.Invalid)
			}
		})
	}
}

func TestOpenAsksTheRulesToo(t *testing.T) {
	d := newDistrict(t)
	for _, name := range []string{"99 but not a demo", "demo with another number", "certificate cut off", "event of another form"} {
		s := newSetup(t, d)
		breakers[name](&s)
		file, err := setup.Seal(s, d.Key, code)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := setup.Open(file, code, d.Signed); !errors.Is(err, setup.Invalid) {
			t.Errorf("%s: got %v, want %v", name, err, setup.Invalid)
		}
	}
}

func TestEventsOfALaterProgramAreKept(t *testing.T) {
	d := newDistrict(t)
	s := newSetup(t, d)
	later := s.Events[0]
	later.Event.ID, later.Event.Type = uuid.New(), "campaign.started"
	later.Event.File = record.File{Kind: "campaign", ID: uuid.New()}
	later.Event.Body = json.RawMessage(`{"name":"<九月>"}`) // not escaped: must stay as it is
	s.Events = append(s.Events, later)
	back, err := setup.Open(newFile(t, d, s), code, d.Signed)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	if got := back.Events[len(back.Events)-1]; !reflect.DeepEqual(got, later) {
		t.Errorf("got %s with body %s", got.Event.Type, got.Event.Body)
	}
}

func FuzzOpen(f *testing.F) {
	d := newDistrict(f)
	f.Add(newFile(f, d, newSetup(f, d)))
	f.Add([]byte("ruhui-setup 1\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, err := setup.Open(file, code, d.Signed); err != nil && setup.Messages[setup.Key(err)] == "" {
			t.Fatalf("an error nobody can read: %v", err)
		}
	})
}

// FuzzTake goes past seal and signature, which hide everything else.
func FuzzTake(f *testing.F) {
	d := newDistrict(f)
	body, err := setup.Encode(newSetup(f, d))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(body)
	f.Add([]byte(`{"events":[{"event":{"body":null}}],"staffFiles":[null]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := setup.Take(body)
		if err != nil {
			if setup.Messages[setup.Key(err)] == "" {
				t.Fatalf("an error nobody can read: %v", err)
			}
			return
		}
		if _, err := setup.Encode(s); err != nil && !errors.Is(err, setup.Invalid) {
			t.Fatalf("what was taken cannot be written: %v", err)
		}
	})
}
