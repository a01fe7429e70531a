package district

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/sqlite"
)

// bureau is a district that Init made, with the files it wrote.
type bureau struct {
	*District
	dir, identity, stick string
	secrets              *Secrets
	archive              archive.Archive
	now                  time.Time
	made                 Made
}

func newBureau(t testing.TB, isDemo bool) *bureau {
	t.Helper()
	root := t.TempDir()
	o := &bureau{dir: filepath.Join(root, "data"), identity: filepath.Join(root, "identity.txt"), stick: filepath.Join(root, "stick"), now: monday}
	for _, dir := range []string{o.dir, o.stick} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	o.archive = newArchive(t, filepath.Join(o.dir, "district.db"))
	var err error
	if o.made, err = Init(context.Background(), o.dir, o.archive, o.options(isDemo)); err != nil {
		t.Fatalf("init: %v", err)
	}
	id, err := ReadIdentity(o.identity)
	if err != nil {
		t.Fatal(err)
	}
	if o.secrets, err = OpenSecrets(o.dir, id); err != nil {
		t.Fatal(err)
	}
	if o.District, err = New(o.archive, o.secrets, Options{Now: func() time.Time { return o.now }}); err != nil {
		t.Fatal(err)
	}
	o.stretching = vault.LightWork
	return o
}

func (o *bureau) options(isDemo bool) InitOptions {
	return InitOptions{Name: "南湖区总工会", Address: "https://127.0.0.1:8443", Residents: setup.Residents{Telephone: "0573-00000000"},
		Demo: isDemo, LookupWork: 2, Identity: o.identity, Recovery: o.stick, Now: func() time.Time { return o.now }}
}

func newArchive(t testing.TB, path string) archive.Archive {
	t.Helper()
	if err := sqlite.Migrate(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	a, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Errorf("close archive: %v", err)
		}
	})
	return a
}

func (o *bureau) organisation(t testing.TB) *Organisation {
	t.Helper()
	org, err := o.Organisation(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return org
}

// hire takes a clerk on in 新丰镇's hall.
func (o *bureau) hire(t testing.TB, login, no string, roles ...record.Role) Issued {
	t.Helper()
	org := o.organisation(t)
	hall, err := org.FindCentre("新丰镇便民")
	if err != nil {
		t.Fatal(err)
	}
	if len(roles) == 0 {
		roles = []record.Role{record.RoleWindowClerk, record.RoleUnionClerk}
	}
	a := Appointment{StaffAppointed: record.StaffAppointed{No: no, Name: "演示员甲", Login: login, Centres: []uuid.UUID{hall.ID}}}
	if a.Grants, err = org.GrantsFor(roles, a.Centres, nil, nil, o.Today(), o.Today().AddDays(365)); err != nil {
		t.Fatal(err)
	}
	issued, err := o.Appoint(context.Background(), []Appointment{a})
	if err != nil {
		t.Fatalf("appoint: %v", err)
	}
	if len(issued) != 1 {
		t.Fatalf("%d issued, want 1", len(issued))
	}
	return issued[0]
}

func TestInitMakesTheTreeOfNanhu(t *testing.T) {
	o := newBureau(t, false)
	org := o.organisation(t)
	if len(org.Unions) != 1+13 || len(org.Centres) != 1+13+13 || len(org.Staff) != 0 {
		t.Errorf("%d unions, %d centres, %d staff; want 14, 27, 0", len(org.Unions), len(org.Centres), len(org.Staff))
	}
	for _, u := range org.Unions {
		if parent := org.Unions[u.Parent]; u.Kind == record.TownUnion && parent.Kind != record.DistrictUnion {
			t.Errorf("%s hangs under %q", u.Code, parent.Code)
		}
	}
	if len(org.Codes["holidays"].Rows) == 0 || len(org.Codes["nanhu_towns"].Rows) != 13 {
		t.Error("code tables are missing")
	}
	if v, err := o.Verify(context.Background()); err != nil || len(v.Flaws) > 0 || v.Entries == 0 {
		t.Errorf("verify: %+v, %v", v, err)
	}
}

func TestInitKeepsRecoveryOffThisMachine(t *testing.T) {
	o := newBureau(t, false)
	recovery, err := ReadIdentity(o.made.Recovery)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(o.made.Recovery) != o.stick || recovery.Recipient().String() != o.secrets.Recovery {
		t.Error("the stick does not hold the recovery identity")
	}
	for _, path := range []string{o.identity, o.made.Recovery, filepath.Join(o.dir, SecretsName), filepath.Join(o.dir, vault.FileName)} {
		if about, err := os.Stat(path); err != nil || about.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v; want 0600", filepath.Base(path), about.Mode(), err)
		}
	}
	for _, name := range []string{SecretsName, vault.FileName, "district.db"} {
		data, err := os.ReadFile(filepath.Join(o.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "AGE-SECRET-KEY") {
			t.Errorf("%s holds a secret key in the clear", name)
		}
	}
	if _, err := OpenSecrets(o.dir, recovery); err != nil {
		t.Errorf("recovery opens the secrets: %v", err)
	}
}

func TestInitRefuses(t *testing.T) {
	o := newBureau(t, false)
	for name, c := range map[string]struct {
		change func(*InitOptions)
		dir    string
		want   Wrong
	}{
		"the same folder twice":        {func(*InitOptions) {}, o.dir, AlreadySetUp},
		"a database that is taken":     {func(i *InitOptions) { i.Identity = filepath.Join(o.stick, "other.txt") }, t.TempDir(), AlreadySetUp},
		"an identity that is there":    {func(*InitOptions) {}, t.TempDir(), IdentityExists},
		"an identity among the data":   {func(i *InitOptions) { i.Identity = filepath.Join(o.dir, "sub", "..", "id.txt") }, o.dir, IdentityInside},
		"no identity":                  {func(i *InitOptions) { i.Identity = "" }, t.TempDir(), IdentityMissing},
		"no stick":                     {func(i *InitOptions) { i.Recovery = filepath.Join(o.stick, "none") }, t.TempDir(), RecoveryMissing},
		"recovery among the data":      {func(i *InitOptions) { i.Recovery = o.dir }, o.dir, RecoveryInside},
		"an address without https":     {func(i *InitOptions) { i.Address = "http://127.0.0.1" }, t.TempDir(), BadAddress},
		"neither pages nor telephone":  {func(i *InitOptions) { i.Residents = setup.Residents{} }, t.TempDir(), BadResidents},
		"no name":                      {func(i *InitOptions) { i.Name = "" }, t.TempDir(), NameBad},
		"a folder with keys of others": {func(i *InitOptions) { i.Identity = filepath.Join(o.stick, "third.txt") }, foreignKeys(t), NotEmpty},
	} {
		t.Run(name, func(t *testing.T) {
			options := o.options(false)
			c.change(&options)
			before := namesIn(t, o.stick)
			if _, err := Init(context.Background(), c.dir, o.archive, options); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if after := namesIn(t, o.stick); !slices.Equal(before, after) {
				t.Errorf("it left %v behind", after)
			}
		})
	}
	if _, err := ReadIdentity(o.identity); err != nil {
		t.Errorf("the first identity is gone: %v", err)
	}
}

func foreignKeys(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := vault.Create(dir, newIdentity(t).Recipient()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Name())
	}
	return names
}

func TestDemoHasItsStaffAndNumber99(t *testing.T) {
	o := newBureau(t, true)
	if names := namesIn(t, o.stick); len(names) > 0 {
		t.Errorf("a demonstration wrote %v to the stick", names)
	}
	ticket, err := o.NewTicket(context.Background(), demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	s, err := setup.Open(ticket.File, ticket.Code, o.now)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Demo || s.Terminal != setup.DemoTerminal || s.Centre != demo.Hall || len(s.StaffFiles) != 6 {
		t.Errorf("demo %v, terminal %d, %d staff files", s.Demo, s.Terminal, len(s.StaffFiles))
	}
	for _, f := range s.StaffFiles {
		if _, err := f.Unlock(demo.Password); err != nil {
			t.Errorf("%s: %v", f.Login, err)
		}
	}
}

func TestTicketOpensAndNumbersDiffer(t *testing.T) {
	o := newBureau(t, false)
	hall, err := o.organisation(t).FindCentre("新丰镇便民服务中心")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.NewTicket(context.Background(), hall.ID); WrongOf(err) != NoStaff {
		t.Errorf("without staff: got %v, want %v", err, NoStaff)
	}
	who := o.hire(t, "xf-ck1", "0101")
	for number := 1; number <= 3; number++ {
		ticket, err := o.NewTicket(context.Background(), hall.ID)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := setup.ParseLink(ticket.Link.String()); err != nil || back.Code != ticket.Code || back.Authority != setup.Fingerprint(o.secrets.Authority) {
			t.Errorf("link: %v", err)
		}
		s, err := setup.Open(ticket.File, ticket.Code, o.now)
		if err != nil {
			t.Fatalf("open: %v", err)
		}
		if s.Terminal != number || s.Demo || s.Lookup == nil || s.Town9 != demo.Xinfeng || len(s.Recipients.Roles) != 3 {
			t.Errorf("terminal %d, demo %v, town %s, %d roles; want number %d", s.Terminal, s.Demo, s.Town9, len(s.Recipients.Roles), number)
		}
		wantOpens(t, s, who.Password, who.Recovery)
	}
	list, err := o.TerminalStates(context.Background())
	if err != nil || len(list) != 3 || list[2].Number != 3 || list[0].Name != hall.Name {
		t.Errorf("%d terminals listed, %v", len(list), err)
	}
}

// wantOpens walks from the password to the keys of a new terminal.
func wantOpens(t *testing.T, s setup.Setup, password, recovery string) {
	t.Helper()
	dir := t.TempDir()
	centre, err := vault.ParseRecipient(s.Recipients.Centre)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := vault.Create(dir, centre); err != nil {
		t.Fatal(err)
	}
	for _, f := range s.StaffFiles {
		u, err := f.Unlock(password)
		if err != nil {
			t.Fatalf("%s: %v", f.Login, err)
		}
		if _, err := vault.Load(dir, u.Identities()...); err != nil {
			t.Errorf("%s: open vault: %v", f.Login, err)
		}
		if _, err := f.UnlockRecovery(recovery); err != nil {
			t.Errorf("%s: recovery code: %v", f.Login, err)
		}
	}
}

func TestEveryNumberOfATownIsGivenOnce(t *testing.T) {
	o := newBureau(t, false)
	o.hire(t, "xf-ck1", "0101")
	org := o.organisation(t)
	hall, err := org.FindCentre("新丰镇便民")
	if err != nil {
		t.Fatal(err)
	}
	err = o.archive.Write(context.Background(), func(tx archive.Tx) error {
		for n := 1; n <= LastNumber; n++ {
			if n == 41 {
				continue
			}
			if err := tx.PutCode(archive.Code{Proof: record.Hash{byte(n)}, Centre: hall.ID, Number: n, Made: 1, File: []byte{}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if ticket, err := o.NewTicket(context.Background(), hall.ID); err != nil || ticket.Number != 41 {
		t.Errorf("got number %d, %v; want the one that is left, 41", ticket.Number, err)
	}
	if _, err := o.NewTicket(context.Background(), hall.ID); WrongOf(err) != NumbersUsed {
		t.Errorf("got %v, want %v", err, NumbersUsed)
	}
}

func TestLookupKeyStaysFromBaseUnions(t *testing.T) {
	o := newBureau(t, true)
	for centre, want := range map[uuid.UUID]bool{demo.JointOffice: false, demo.CompanyOffice: false, demo.TownOffice: true, demo.DistrictOffice: true, demo.Station: true} {
		ticket, err := o.NewTicket(context.Background(), centre)
		if err != nil {
			t.Fatal(err)
		}
		s, err := setup.Open(ticket.File, ticket.Code, o.now)
		if err != nil {
			t.Fatal(err)
		}
		if (s.Lookup != nil) != want {
			t.Errorf("%s: lookup key there %v, want %v", ticket.Name, s.Lookup != nil, want)
		}
	}
}

// pack opens the pack of the hall as its terminals do.
func (o *bureau) pack(t testing.TB, newer record.HLC) (setup.Staffing, bool) {
	t.Helper()
	hall, err := o.organisation(t).FindCentre("新丰镇便民")
	if err != nil {
		t.Fatal(err)
	}
	file, err := o.StaffPack(context.Background(), hall.ID, newer)
	if err != nil {
		t.Fatalf("make pack: %v", err)
	}
	if file == nil {
		return setup.Staffing{}, false
	}
	s, err := setup.OpenStaffing(file, o.publicKey())
	if err != nil {
		t.Fatalf("open pack: %v", err)
	}
	return s, true
}

func logins(s setup.Staffing) (list []string) {
	for _, f := range s.Files {
		list = append(list, f.Login)
	}
	return list
}

func TestStaffComeResetAndGo(t *testing.T) {
	ctx := context.Background()
	o := newBureau(t, false)
	first := o.hire(t, "xf-ck1", "0101")
	second := o.hire(t, "xf-ck2", "0102", record.RoleWindowClerk, record.RoleMediator)
	before, _ := o.pack(t, 0)
	if !slices.Equal(logins(before), []string{"xf-ck1", "xf-ck2"}) {
		t.Fatalf("pack of %v", logins(before))
	}
	if _, more := o.pack(t, before.Made); more {
		t.Error("a pack that says nothing new")
	}
	u, err := before.Files[1].Unlock(second.Password)
	if err != nil || len(u.Roles) != 1 || u.Roles[0].Role != record.RoleMediator || u.Roles[0].Town != demo.Xinfeng {
		t.Fatalf("ring of the mediator: %d roles, %v", len(u.Roles), err)
	}

	again, err := o.Reset(ctx, "xf-ck1")
	if err != nil {
		t.Fatal(err)
	}
	reset, more := o.pack(t, before.Made)
	if !more {
		t.Fatal("no new pack after a reset")
	}
	if _, err := reset.Files[0].Unlock(first.Password); !errors.Is(err, vault.ErrPassword) {
		t.Errorf("the old password: got %v, want %v", err, vault.ErrPassword)
	}
	if _, err := reset.Files[0].Unlock(again.Password); err != nil {
		t.Errorf("the new password: %v", err)
	}

	if _, err := o.Disable(ctx, "xf-ck2", ""); WrongOf(err) != WhyMissing {
		t.Errorf("without a reason: got %v", err)
	}
	if _, err := o.Disable(ctx, "xf-ck2", "调离"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Disable(ctx, "xf-ck2", "调离"); WrongOf(err) != UnknownLogin {
		t.Errorf("twice: got %v, want %v", err, UnknownLogin)
	}
	after, more := o.pack(t, reset.Made)
	if !more || !slices.Equal(logins(after), []string{"xf-ck1"}) || after.Recipients.Centre == reset.Recipients.Centre {
		t.Fatalf("pack of %v, centre's identity changed %v", logins(after), after.Recipients.Centre != reset.Recipients.Centre)
	}
	left, err := after.Files[0].Unlock(again.Password)
	if err != nil || len(left.Centre) != 2 || left.Centre[0].Recipient().String() != after.Recipients.Centre {
		t.Fatalf("ring of who stays: %d identities, %v", len(left.Centre), err)
	}
	news, err := after.Events(left.Identities()...)
	if err != nil || news[len(news)-1].Event.Type != "staff.disabled" {
		t.Errorf("the pack's news end otherwise: %v", err)
	}
	if _, err := after.Events(u.Identities()...); !errors.Is(err, vault.ErrIdentity) {
		t.Errorf("who left opens the news: %v", err)
	}
	// The login is free again, for somebody else.
	if third := o.hire(t, "xf-ck2", "0103"); third.Staff == second.Staff {
		t.Error("somebody new got the id of who left")
	}
}

func TestLosingACentreChangesItsIdentity(t *testing.T) {
	ctx := context.Background()
	o := newBureau(t, false)
	o.hire(t, "xf-ck1", "0101")
	second := o.hire(t, "xf-ck2", "0102")
	before, _ := o.pack(t, 0)
	org := o.organisation(t)
	elsewhere, err := org.FindCentre("余新镇便民")
	if err != nil {
		t.Fatal(err)
	}
	a := Appointment{ID: second.Staff, StaffAppointed: org.members()[second.Staff]}
	a.Centres = []uuid.UUID{elsewhere.ID}
	issued, err := o.Appoint(ctx, []Appointment{a})
	if err != nil || len(issued) > 0 {
		t.Fatalf("%d issued, %v; a change hands out nothing", len(issued), err)
	}
	after, _ := o.pack(t, before.Made)
	if !slices.Equal(logins(after), []string{"xf-ck1"}) || after.Recipients.Centre == before.Recipients.Centre {
		t.Errorf("pack of %v, identity changed %v", logins(after), after.Recipients.Centre != before.Recipients.Centre)
	}
	if same, err := o.Appoint(ctx, []Appointment{a}); err != nil || same != nil {
		t.Errorf("the same again: %v", err)
	}
	if _, more := o.pack(t, after.Made); more {
		t.Error("saying the same again made a new pack")
	}
}

func TestAppointRefuses(t *testing.T) {
	o := newBureau(t, false)
	o.hire(t, "xf-ck1", "0101")
	org := o.organisation(t)
	hall, err := org.FindCentre("新丰镇便民")
	if err != nil {
		t.Fatal(err)
	}
	good := record.StaffAppointed{No: "0102", Name: "演示员乙", Login: "xf-ck2", Centres: []uuid.UUID{hall.ID},
		Grants: []record.Grant{{Role: record.RoleWindowClerk, Place: record.Place{Centre: hall.ID}, From: o.Today()}}}
	for name, c := range map[string]struct {
		change func(*record.StaffAppointed)
		want   Wrong
	}{
		"login taken":     {func(a *record.StaffAppointed) { a.Login = "xf-ck1" }, LoginTaken},
		"number taken":    {func(a *record.StaffAppointed) { a.No = "0101" }, NumberTaken},
		"login with 汉字":   {func(a *record.StaffAppointed) { a.Login = "窗口" }, LoginBad},
		"long number":     {func(a *record.StaffAppointed) { a.No = "123456789" }, NumberBad},
		"no name":         {func(a *record.StaffAppointed) { a.Name = "" }, NameBad},
		"no centre":       {func(a *record.StaffAppointed) { a.Centres = nil }, NoCentre},
		"no role":         {func(a *record.StaffAppointed) { a.Grants = nil }, NoRole},
		"unknown centre":  {func(a *record.StaffAppointed) { a.Centres = []uuid.UUID{demo.Hall} }, UnknownCentre},
		"one bad of many": {func(a *record.StaffAppointed) { a.Login = "Bad" }, LoginBad},
	} {
		t.Run(name, func(t *testing.T) {
			bad := good
			bad.No, bad.Login = "0103", "xf-ck3"
			c.change(&bad)
			_, err := o.Appoint(context.Background(), []Appointment{{StaffAppointed: good}, {StaffAppointed: bad}})
			if WrongOf(err) != c.want {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if n := len(o.organisation(t).Staff); n != 1 {
				t.Errorf("%d members: half of it was done", n)
			}
		})
	}
}

func TestOfficeOfABaseUnion(t *testing.T) {
	ctx := context.Background()
	o := newBureau(t, false)
	list := "代码,名称,类型,镇街\nU103A,新丰镇样例社区工会联合会,联合,新丰镇\n"
	if r, err := o.Import(ctx, ImportUnions, []byte(list)); err != nil || r.New != 1 {
		t.Fatalf("import: %+v, %v", r, err)
	}
	if r, err := o.Import(ctx, ImportUnions, []byte(list)); err != nil || r.Same != 1 {
		t.Fatalf("again: %+v, %v", r, err)
	}
	if r, err := o.Import(ctx, ImportUnions, []byte(list+"U103B,样例,俱乐部,新丰镇\nU103D,样例专业市场联合工会,联合,新丰镇\n")); WrongOf(err) != FileHasFaults || len(r.Faults) != 1 {
		t.Fatalf("with a fault: %+v, %v", r, err)
	}
	org := o.organisation(t)
	if _, err := org.FindUnion("U103D"); err == nil {
		t.Error("half of a faulty file was imported")
	}
	u, err := org.FindUnion("u103a")
	if err != nil {
		t.Fatal(err)
	}
	id, err := o.AddCentre(ctx, record.CentreRecorded{Union: u.ID})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.AddCentre(ctx, record.CentreRecorded{Union: u.ID}); WrongOf(err) != CentreExists {
		t.Errorf("twice: got %v", err)
	}
	staff := "工号,姓名,账号,地点,角色,工会\n0201,演示员乙,xf-gh1,U103A,基层工会委员,U103A\n"
	r, issued, err := o.ImportStaff(ctx, []byte(staff))
	if err != nil || r.New != 1 || len(issued) != 1 {
		t.Fatalf("import staff: %+v, %v", r, err)
	}
	o.now = o.now.AddDate(0, 0, 3)
	if r, issued, err := o.ImportStaff(ctx, []byte(staff)); err != nil || r.Same != 1 || len(issued) > 0 {
		t.Errorf("three days later: %+v, %d issued, %v", r, len(issued), err)
	}
	if _, err := o.NewTicket(ctx, id); err != nil {
		t.Errorf("set-up code for the new office: %v", err)
	}
}

func TestImportStaffNamesEachFault(t *testing.T) {
	o := newBureau(t, false)
	o.hire(t, "xf-ck1", "0101")
	const head = "no,name,login,centres,roles,unions\n"
	for line, want := range map[string]Fault{
		"0102,,xf-ck2,新丰镇便民服务中心,window,":       {2, "姓名", FaultMissing},
		"0102,演示员乙,XF,新丰镇便民服务中心,window,":       {2, "账号", FaultForm},
		"0101,演示员乙,xf-ck2,新丰镇便民服务中心,window,":   {2, "工号", FaultTaken},
		"0102,演示员乙,xf-ck2,上海,window,":          {2, "地点", FaultUnknown},
		"0102,演示员乙,xf-ck2,便民服务中心,window,":      {2, "地点", FaultAmbiguous},
		"0102,演示员乙,xf-ck2,新丰镇便民服务中心,经理,":       {2, "角色", FaultUnknown},
		"0102,演示员乙,xf-ck2,新丰镇便民服务中心,base,":     {2, "工会", FaultMissing},
		"0102,演示员乙,xf-ck2,新丰镇便民服务中心,base,U999": {2, "工会", FaultUnknown},
	} {
		r, issued, err := o.ImportStaff(context.Background(), []byte(head+line+"\n"))
		if WrongOf(err) != FileHasFaults || !slices.Contains(r.Faults, want) || len(issued) > 0 {
			t.Errorf("want %v; got %v, %v", want, r.Faults, err)
		}
	}
}

func TestRingOfADistrictsMediatorReachesAllTowns(t *testing.T) {
	s := staffing{ring: &keyring{roles: map[roleAt]*age.X25519Identity{}}}
	for _, town := range allTowns() {
		s.ring.roles[roleAt{record.RoleMediator, town}] = newIdentity(t)
	}
	ring := s.ringFor(record.StaffAppointed{Grants: []record.Grant{{Role: record.RoleMediator, Place: record.Place{Town: record.DistrictTown}}}}, demo.Hall)
	if len(ring.Roles) != 14 {
		t.Errorf("%d role keys, want one for each of 13 towns and the district", len(ring.Roles))
	}
}
