package demo

import (
	"errors"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
)

func TestDemoOpensWithItsPassword(t *testing.T) {
	start := time.Now()
	file, code, err := Setup("")
	if err != nil {
		t.Fatalf("make: %v", err)
	}
	t.Logf("made in %v, %d bytes", time.Since(start), len(file))
	s, err := setup.Open(file, strings.ToLower(code), time.Now())
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	if !s.Demo || s.Terminal != 99 || s.Town9 != Xinfeng || s.Centre != Hall || s.Residents.BaseURL != "https://ruhui.example" {
		t.Errorf("demo %v, terminal %d, town %s, centre %s, residents %s", s.Demo, s.Terminal, s.Town9, s.Centre, s.Residents.BaseURL)
	}
	if civil.Of(s.Signed.Time()) != Today {
		t.Errorf("signed on %v, want %v", civil.Of(s.Signed.Time()), Today)
	}
	if err := vault.CheckPassword(Password); err != nil {
		t.Errorf("password: %v", err)
	}
	wantChain(t, s)
}

// wantChain walks from each password to the terminal's keys.
func wantChain(t *testing.T, s setup.Setup) {
	t.Helper()
	dir := t.TempDir()
	var to []age.Recipient
	for _, r := range []string{s.Recipients.Centre, s.Recipients.Recovery} {
		recipient, err := vault.ParseRecipient(r)
		if err != nil {
			t.Fatal(err)
		}
		to = append(to, recipient)
	}
	if _, err := vault.Create(dir, to...); err != nil {
		t.Fatalf("create vault: %v", err)
	}
	for _, f := range s.StaffFiles {
		u, err := f.Unlock(Password)
		if err != nil {
			t.Errorf("%s: unlock: %v", f.Login, err)
			continue
		}
		_, err = vault.Load(dir, u.Identities()...)
		if f.Login == Technician {
			if !errors.Is(err, vault.ErrIdentity) {
				t.Errorf("the technician can open the vault: %v", err)
			}
		} else if err != nil {
			t.Errorf("%s: load vault: %v", f.Login, err)
		}
	}
}

func TestTwoDemosAgreeOnOrganisationNotOnKeys(t *testing.T) {
	a, b := district(t, Options{Demo: true}), district(t, Options{Demo: true})
	if len(a.Events) != len(b.Events) {
		t.Fatalf("%d and %d events", len(a.Events), len(b.Events))
	}
	for i := range a.Events {
		if x, y := a.Events[i], b.Events[i]; x.Event.ID != y.Event.ID || x.Event.Digest() != y.Event.Digest() || x.Mark != y.Mark {
			t.Errorf("event %d, %s, differs", i, x.Event.Type)
		}
	}
	if a.Key.Equal(b.Key) || a.Recovery.String() == b.Recovery.String() || string(a.Lookup.Secret) == string(b.Lookup.Secret) {
		t.Error("two demos share a key")
	}
}

func district(t testing.TB, o Options) *District {
	t.Helper()
	d, err := NewDistrict(o)
	if err != nil {
		t.Fatalf("make district: %v", err)
	}
	return d
}

func TestEveryCentreHasASetupFile(t *testing.T) {
	d := district(t, Options{})
	for i, c := range centres {
		centre := id("centre", c.name)
		file, code, err := d.SetupFile(i+1, centre)
		if err != nil {
			t.Errorf("%s: make: %v", c.name, err)
			continue
		}
		s, err := setup.Open(file, code, d.Signed)
		if err != nil {
			t.Errorf("%s: open: %v", c.name, err)
			continue
		}
		if base := c.Union == UnionID("U103A") || c.Union == UnionID("U103C"); (s.Lookup == nil) != base {
			t.Errorf("%s: lookup key there %v, want %v", c.name, s.Lookup != nil, !base)
		}
		wantChain(t, s)
	}
}

func TestMemberIsTheSamePersonAtEachCentre(t *testing.T) {
	d := district(t, Options{})
	a, err := d.StaffFile(Counsellor, Station)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.StaffFile(Counsellor, Hall)
	if err != nil {
		t.Fatal(err)
	}
	if a.Recipient != b.Recipient || a.Centre != Station || b.Centre != Hall {
		t.Error("two files are not of one person at two centres")
	}
	u, err := b.UnlockRecovery(d.RecoveryCode(Counsellor))
	if err != nil {
		t.Fatalf("unlock with the code: %v", err)
	}
	if len(u.Roles) != 3 || u.Roles[0].Town != Xinfeng {
		t.Errorf("%d role keys, want 3 of %s", len(u.Roles), Xinfeng)
	}
	if _, err := d.StaffFile(Login, QixingHall); err == nil {
		t.Error("a staff file for a centre the member may not sign in at")
	}
}

func folded(t *testing.T) (unions map[uuid.UUID]record.Union, files map[record.File][]record.Marked) {
	t.Helper()
	events, err := Events()
	if err != nil {
		t.Fatal(err)
	}
	unions, files = map[uuid.UUID]record.Union{}, map[record.File][]record.Marked{}
	for _, m := range events {
		files[m.Event.File] = append(files[m.Event.File], m)
	}
	for f, list := range files {
		if f.Kind != record.KindUnion {
			continue
		}
		u := record.FoldUnion(f.ID, list)
		if len(u.Listed)+len(u.Unread) > 0 {
			t.Errorf("union %s has something listed", u.Code)
		}
		unions[f.ID] = u
	}
	return unions, files
}

func TestEveryUnionHangsUnderTheDistricts(t *testing.T) {
	unions, files := folded(t)
	if want := 1 + 13 + 6; len(unions) != want {
		t.Errorf("%d unions, want %d", len(unions), want)
	}
	for _, u := range unions {
		if u.ID != UnionID(u.Code) {
			t.Errorf("%s has id %s", u.Code, u.ID)
		}
		wantParents(t, unions, u)
		for _, c := range u.Communities {
			if !ident.Division(c).In(ident.Division(u.Town)) {
				t.Errorf("%s: community %s is not in town %s", u.Code, c, u.Town)
			}
			if files[record.File{Kind: record.KindCommunity, ID: CommunityID(c)}] == nil {
				t.Errorf("%s: community %s is not recorded", u.Code, c)
			}
		}
		for _, e := range u.Employers {
			if files[record.File{Kind: record.KindEmployer, ID: e}] == nil {
				t.Errorf("%s: employer %s is not recorded", u.Code, e)
			}
		}
		if _, check := ident.Credit(u.USCC); u.USCC != "" && check != (ident.Check{}) {
			t.Errorf("%s: credit code: %s", u.Code, check.Code)
		}
	}
}

func wantParents(t *testing.T, unions map[uuid.UUID]record.Union, u record.Union) {
	t.Helper()
	switch parent := unions[u.Parent]; {
	case u.Kind == record.DistrictUnion:
		if u.Code != "U001" || u.Parent != uuid.Nil {
			t.Errorf("%s is a district's union", u.Code)
		}
	case u.Kind == record.TownUnion:
		if parent.Kind != record.DistrictUnion || ident.Towns.Name(u.Town) == "" {
			t.Errorf("%s of town %s hangs under %s", u.Code, u.Town, parent.Code)
		}
	case parent.Kind != record.TownUnion || parent.Town != u.Town:
		t.Errorf("%s hangs under %s", u.Code, parent.Code)
	}
}

func TestReferenceDataIsWhole(t *testing.T) {
	_, files := folded(t)
	tablesSeen := map[string]int{}
	for f, list := range files {
		var listing record.Listing
		switch f.Kind {
		case record.KindCodes:
			c := record.FoldCodes(f.ID, list)
			listing, tablesSeen[c.Table] = c.Listing, len(c.Rows)
		case record.KindCommunity:
			c := record.FoldCommunity(f.ID, list)
			listing = c.Listing
			if f.ID != CommunityID(c.Code) || !ident.Division(c.Code).In(ident.Division(c.Town)) || ident.Towns.Name(c.Town) == "" {
				t.Errorf("community %s in town %s", c.Code, c.Town)
			}
		case record.KindEmployer:
			e := record.FoldEmployer(f.ID, list)
			listing = e.Listing
			if _, check := ident.Credit(e.USCC); f.ID != EmployerID(e.USCC) || check != (ident.Check{}) {
				t.Errorf("employer %s: %s", e.USCC, check.Code)
			}
		}
		if len(listing.Listed)+len(listing.Unread) > 0 {
			t.Errorf("%s has something listed", f)
		}
	}
	if tablesSeen["zones"] != 6 || tablesSeen["nanhu_towns"] != 13 || tablesSeen["holidays"] == 0 {
		t.Errorf("tables: %v", tablesSeen)
	}
}

func TestStaffHoldTheirRolesToday(t *testing.T) {
	_, files := folded(t)
	numbers := map[string]bool{}
	for _, m := range Staff {
		s := record.FoldStaff(m.ID(), files[record.File{Kind: record.KindStaff, ID: m.ID()}])
		if s.Login != m.Login || len(s.Roles(Today)) == 0 || len(s.Centres) == 0 || numbers[s.No] {
			t.Errorf("%s: folded as %q with %v, number %s", m.Login, s.Login, s.Roles(Today), s.No)
		}
		numbers[s.No] = true
		for _, c := range s.Centres {
			if _, known := centreOf(c); !known {
				t.Errorf("%s signs in nowhere", m.Login)
			}
		}
	}
	clerk := record.FoldStaff(StaffID(Login), files[record.File{Kind: record.KindStaff, ID: StaffID(Login)}])
	if !clerk.Has(record.RoleWindowClerk, Today) || !clerk.Has(record.RoleUnionClerk, Today) {
		t.Error("the clerk lacks a role")
	}
}

func TestPeopleHaveDocumentsThatVerify(t *testing.T) {
	for _, p := range People {
		d, check := ident.ParseDocument(p.Document.Type, p.Document.Number, "", Today)
		if !check.OK() || d.Birth.IsZero() || d != p.Document {
			t.Errorf("%s: document: %s", p.Name, check.Code)
		}
	}
	young := People[2].Document.Birth
	if civil.Age(young, Today) != 15 || civil.Age(young, Today.AddDays(1)) != 16 {
		t.Error("nobody turns 16 tomorrow")
	}
}
