package district

import (
	"context"
	"errors"
	"slices"
	"testing"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
)

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
