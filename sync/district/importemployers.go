package district

import (
	"github.com/google/uuid"

	"ruhui/store/ident"
	"ruhui/store/record"
)

var employerColumns = []Column{
	{Name: "名称", Other: "name", Must: true, Example: "嘉兴样例电子有限公司"},
	{Name: "统一社会信用代码", Other: "uscc", Example: "91330499MA2XXXX007", Help: "没有代码的单位按名称和镇街识别"},
	{Name: "单位类型", Other: "kind", Example: "170", Help: "三位代码或名称，例如 私营"},
	{Name: "镇街", Other: "town", Example: "新丰镇", Help: "名称或 9 位代码"},
	{Name: "地址", Other: "address", Example: "新丰镇样例路8号"},
	{Name: "电话", Other: "phone", Example: "0573-00000008"},
	{Name: "劳务派遣", Other: "dispatch", Example: "否", Help: "是 或 否"},
	{Name: "注销日期", Other: "closed", Example: "", Help: "已注销的单位填写，例如 2026-08-31"},
}

// employers reads employing units.
func (i *importing) employers() {
	seen := map[uuid.UUID]bool{}
	i.lines(func() {
		before := i.bad()
		b := record.EmployerRecorded{Name: i.get("名称"), USCC: i.credit("统一社会信用代码"), Kind: i.coded("单位类型", "union_unit_kinds"),
			Town: i.town("镇街"), Address: i.get("地址"), Phone: i.phone("电话"), Dispatch: i.yes("劳务派遣")}
		closed := i.day("注销日期")
		if i.bad() > before {
			return
		}
		id, stands := i.employer(b)
		if seen[id] {
			i.fault("名称", FaultTwice)
			return
		}
		seen[id] = true
		var was any
		if stands != nil {
			was = stands.EmployerRecorded
		}
		i.say(record.KindEmployer, id, "employer.recorded", was, b)
		if !closed.IsZero() && (stands == nil || stands.ClosedOn != closed) {
			i.also(record.KindEmployer, id, "employer.closed", record.Dissolved{On: closed})
		}
	})
}

// employer finds the one a line is about: by its code, else by name and town.
func (i *importing) employer(b record.EmployerRecorded) (uuid.UUID, *record.Employer) {
	for id, e := range i.org.Employers {
		if b.USCC != "" && e.USCC == b.USCC || b.USCC == "" && e.USCC == "" && e.Name == b.Name && e.Town == b.Town {
			return id, &e
		}
	}
	if b.USCC != "" {
		return placeID(record.KindEmployer, b.USCC), nil
	}
	return placeID(record.KindEmployer, b.Town+"/"+b.Name), nil
}

// phone takes what looks like a telephone number, and leaves it as it is written.
func (r *reading) phone(name string) string {
	text := r.get(name)
	if text == "" {
		return ""
	}
	if _, check := ident.Phone(text); !check.OK() {
		r.fault(name, FaultForm)
	}
	return text
}

// also notes what follows an entry; it is not counted by itself.
func (i *importing) also(kind record.Kind, id uuid.UUID, verb string, body any) {
	i.facts = append(i.facts, record.Fact{File: record.File{Kind: kind, ID: id}, Type: verb, Body: body})
}
