package district

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// StaffColumns are those of a list of staff.
var StaffColumns = []Column{
	{Name: "工号", Other: "no", Must: true, Example: "0101", Help: "印在回执上，1 至 8 位"},
	{Name: "姓名", Other: "name", Must: true, Example: "演示员甲"},
	{Name: "账号", Other: "login", Must: true, Example: "xf-ck1", Help: "小写字母开头；账号不能改"},
	{Name: "地点", Other: "centres", Must: true, Example: "新丰镇便民服务中心", Help: "在哪里登录，名称、工会代码或编号，用顿号隔开"},
	{Name: "角色", Other: "roles", Must: true, Example: "窗口人员、工会入会点人员", Help: "用顿号隔开"},
	{Name: "工会", Other: "unions", Example: "U103A", Help: "基层工会委员所在工会，用顿号隔开"},
	{Name: "镇街", Other: "towns", Example: "新丰镇", Help: "镇级角色的范围；不填为地点所在镇（街道）"},
	{Name: "到期", Other: "until", Example: "", Help: "最后一天；不填长期"},
}

// ImportStaff takes on the people of a list and changes those whose lines say
// something new; nobody is let go by being left out. With a fault in any line
// nothing is done. What is issued is handed over once.
func (d *District) ImportStaff(ctx context.Context, file []byte) (Report, []Issued, error) {
	var report Report
	t, err := readSheet(file)
	if err != nil {
		return report, nil, fmt.Errorf("import staff: %w", err)
	}
	org, err := d.Organisation(ctx)
	if err != nil {
		return report, nil, err
	}
	r, ok := begin(t, StaffColumns, &report)
	i := &importing{reading: r, table: t, org: org}
	var list []Appointment
	if ok {
		list = i.staff(d.Today())
	}
	if len(report.Faults) > 0 {
		return report, nil, fmt.Errorf("import staff: %w", FileHasFaults)
	}
	issued, err := d.Appoint(ctx, list)
	return report, issued, err
}

func (i *importing) staff(today civil.Date) []Appointment {
	var list []Appointment
	logins, numbers := map[string]bool{}, map[string]bool{}
	i.lines(func() {
		before := i.bad()
		a := i.appointment(today)
		if logins[a.Login] {
			i.fault("账号", FaultTwice)
		}
		if numbers[a.No] {
			i.fault("工号", FaultTwice)
		}
		logins[a.Login], numbers[a.No] = true, true
		if i.bad() > before {
			return
		}
		i.count(a)
		list = append(list, a)
	})
	return list
}

func (i *importing) appointment(today civil.Date) Appointment {
	a := Appointment{StaffAppointed: record.StaffAppointed{No: ident.Normalise(i.get("工号")), Login: i.get("账号")}}
	var check ident.Check
	if a.Name, check = ident.Name(i.get("姓名")); !check.OK() {
		i.fault("姓名", FaultForm)
	}
	if !loginForm.MatchString(a.Login) {
		i.fault("账号", FaultForm)
	}
	if !numberForm.MatchString(a.No) {
		i.fault("工号", FaultForm)
	}
	from := today
	for id, m := range i.org.Staff {
		switch {
		case m.DisabledAt != 0:
		case m.Login == a.Login:
			a.ID = id
			from = since(m, today)
		case m.No == a.No:
			i.fault("工号", FaultTaken)
		}
	}
	a.Centres = i.centres()
	a.Grants = i.grants(a.Centres, from)
	return a
}

// since is the first day of a member's grants: saying the same again on another
// day must change nothing.
func since(m record.Staff, today civil.Date) civil.Date {
	for _, g := range m.Grants {
		if g.From.Before(today) {
			today = g.From
		}
	}
	return today
}

func (i *importing) centres() []uuid.UUID {
	var list []uuid.UUID
	for _, text := range i.list("地点") {
		c, err := i.org.FindCentre(text)
		switch WrongOf(err) {
		case "":
			list = append(list, c.ID)
		case AmbiguousCentre:
			i.fault("地点", FaultAmbiguous)
		default:
			i.fault("地点", FaultUnknown)
		}
	}
	return list
}

func (i *importing) grants(centres []uuid.UUID, from civil.Date) []record.Grant {
	var roles []record.Role
	for _, text := range i.list("角色") {
		role, err := ParseRole(text)
		if err != nil {
			i.fault("角色", FaultUnknown)
		}
		roles = append(roles, role)
	}
	var unions []uuid.UUID
	for _, text := range i.list("工会") {
		id, what := i.org.findUnion(text)
		if what != "" {
			i.fault("工会", what)
		}
		unions = append(unions, id)
	}
	var towns []string
	for _, text := range i.list("镇街") {
		town, err := ParseTown(text)
		if err != nil {
			i.fault("镇街", FaultUnknown)
		}
		towns = append(towns, town)
	}
	grants, err := i.org.GrantsFor(roles, centres, unions, towns, from, i.day("到期"))
	if err != nil && slices.Contains(roles, record.RoleBaseUnion) {
		i.fault("工会", FaultMissing)
	}
	return grants
}

func (i *importing) count(a Appointment) {
	m, known := i.org.Staff[a.ID]
	switch {
	case !known:
		i.report.New++
	case sameAppointment(m, a.StaffAppointed):
		i.report.Same++
	default:
		i.report.Changed++
	}
}
