package main

import (
	"fmt"
	"strings"

	"ruhui/store/civil"
	"ruhui/store/record"
	"ruhui/sync/district"
)

// handedOut is what goes to people in person, once.
type handedOut struct {
	Changed string            `json:"login,omitempty"`
	Report  *district.Report  `json:"report,omitempty"`
	Issued  []district.Issued `json:"issued,omitempty"`
	org     *district.Organisation
}

func (h handedOut) text() string {
	var b strings.Builder
	if h.Report != nil {
		b.WriteString(reportText(*h.Report))
	}
	if len(h.Issued) == 0 {
		if h.Changed != "" {
			fmt.Fprintf(&b, "账号 %s 已按要求更新，密码不变。\n", h.Changed)
		}
		return b.String()
	}
	b.WriteString("以下内容只显示这一次：起始密码当面交给本人，恢复码放进信封封存。\n")
	for _, i := range h.Issued {
		fmt.Fprintf(&b, "\n  姓名      %s\n  账号      %s\n  起始密码  %s\n  恢复码    %s\n  登录地点  %s\n", i.Name, i.Login, i.Password, i.Recovery, h.centres(i))
	}
	return b.String()
}

func (h handedOut) centres(i district.Issued) string {
	var names []string
	for _, id := range i.Centres {
		names = append(names, h.org.Centres[id].Name)
	}
	return strings.Join(names, "、")
}

type disabled struct {
	Login   string   `json:"login"`
	Centres []string `json:"centres"` // whose identity was changed
}

func (d disabled) text() string {
	return fmt.Sprintf("账号 %s 已停用。以下地点的密钥已更换：%s。\n终端下次联网后生效；不联网的请用 district staff pack 做文件带去。\n", d.Login, strings.Join(d.Centres, "、"))
}

type wrote struct {
	File  string `json:"file"`
	Bytes int    `json:"bytes"`
	what  string
}

func (w wrote) text() string {
	return fmt.Sprintf("已写出%s：%s（%d 字节）。\n", w.what, w.File, w.Bytes)
}

type memberLine struct {
	Login    string   `json:"login"`
	No       string   `json:"no"`
	Name     string   `json:"name"`
	Centres  []string `json:"centres"`
	Roles    []string `json:"roles"`
	Disabled string   `json:"disabled,omitempty"`
}

type memberList struct {
	Members []memberLine `json:"members"`
}

func listOf(org *district.Organisation, today civil.Date, all bool) memberList {
	list := memberList{Members: []memberLine{}}
	for _, m := range org.Members() {
		if m.DisabledAt != 0 && !all {
			continue
		}
		list.Members = append(list.Members, lineOf(org, m, today))
	}
	return list
}

func lineOf(org *district.Organisation, m record.Staff, today civil.Date) memberLine {
	l := memberLine{Login: m.Login, No: m.No, Name: m.Name}
	for _, id := range m.Centres {
		l.Centres = append(l.Centres, org.Centres[id].Name)
	}
	for _, role := range m.Roles(today) {
		l.Roles = append(l.Roles, district.NameOfRole(role))
	}
	if m.DisabledAt != 0 {
		l.Disabled = when(m.DisabledAt)
	}
	return l
}

func (l memberList) text() string {
	if len(l.Members) == 0 {
		return "还没有人员。请用 district staff add 添加。\n"
	}
	var b strings.Builder
	for _, m := range l.Members {
		fmt.Fprintf(&b, "%-12s %-6s %s  %s  %s", m.Login, m.No, m.Name, strings.Join(m.Roles, "、"), strings.Join(m.Centres, "、"))
		if m.Disabled != "" {
			fmt.Fprintf(&b, "  （%s停用）", m.Disabled)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "共 %d 人。\n", len(l.Members))
	return b.String()
}

// when shows a time of the district to people.
func when(at record.HLC) string {
	if at == 0 {
		return "从未"
	}
	return at.Time().In(civil.Shanghai).Format("2006-01-02 15:04")
}
