package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
	"ruhui/sync/district"
)

const staffAddMore = `起始密码和恢复码只显示这一次：密码当面交给本人，恢复码放进信封封存。
角色：窗口人员 window、工会入会点人员 desk、基层工会委员 base（要写 --union）、
镇（街道）总工会 town、区总工会 district、职业指导员 jobs、调解员 mediator、帮扶专员 aid、
培训管理员 trainer、站点人员 station、系统管理员 sysadmin、安全管理员 secadmin、安全审计员 auditor。

例子：district staff add xf-ck1 --name 演示员甲 --no 0101 --centre 新丰镇便民服务中心 --role window,desk`

const staffChangeMore = `只写要改的参数，没有写的保持不变。账号不能改。

例子：district staff change xf-ck1 --role window,desk,station`

// person are the flags that say who somebody is and what they do.
type person struct {
	no, name, centres, roles, unions, towns, until string
}

func (p *person) declare(c *call) {
	c.StringVar(&p.no, "no", "", "`工号`，印在回执上")
	c.StringVar(&p.name, "name", "", "`姓名`")
	c.StringVar(&p.centres, "centre", "", "在哪里登录：`地点`，几个用逗号隔开")
	c.StringVar(&p.roles, "role", "", "`角色`，几个用逗号隔开")
	c.StringVar(&p.unions, "union", "", "基层工会委员所在`工会`的代码，几个用逗号隔开")
	c.StringVar(&p.towns, "town", "", "镇级角色的范围：`镇街`；不写为地点所在镇（街道）")
	c.StringVar(&p.until, "until", "", "到期`日`，例如 2027-03-31；不写长期")
}

func staffAdd(c *call) work {
	var p person
	p.declare(c)
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			org, err := o.Organisation(ctx)
			if err != nil {
				return nil, err
			}
			if _, err := org.Member(c.args[0]); err == nil {
				return nil, district.LoginTaken
			}
			a, err := p.appointment(org, record.Staff{Login: c.args[0]}, o.Today())
			if err != nil {
				return nil, err
			}
			return appoint(ctx, o, org, a)
		})
	}
}

func staffChange(c *call) work {
	var p person
	p.declare(c)
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			org, err := o.Organisation(ctx)
			if err != nil {
				return nil, err
			}
			m, err := org.Member(c.args[0])
			if err != nil {
				return nil, err
			}
			a, err := p.appointment(org, m, o.Today())
			if err != nil {
				return nil, err
			}
			return appoint(ctx, o, org, a)
		})
	}
}

func appoint(ctx context.Context, o *opened, org *district.Organisation, a district.Appointment) (answer, error) {
	issued, err := o.Appoint(ctx, []district.Appointment{a})
	if err != nil {
		return nil, err
	}
	return handedOut{Changed: a.Login, Issued: issued, org: org}, nil
}

// appointment lays what the flags say over what stands.
func (p *person) appointment(org *district.Organisation, m record.Staff, today civil.Date) (district.Appointment, error) {
	a := district.Appointment{ID: m.ID, StaffAppointed: record.StaffAppointed{No: m.No, Name: m.Name, Login: m.Login, Centres: m.Centres, Grants: m.Grants}}
	if p.no != "" {
		a.No = p.no
	}
	if p.name != "" {
		a.Name = p.name
	}
	if p.centres != "" {
		a.Centres = nil
		for _, text := range parts(p.centres) {
			centre, err := org.FindCentre(text)
			if err != nil {
				return a, err
			}
			a.Centres = append(a.Centres, centre.ID)
		}
	}
	if p.roles == "" && p.centres == "" && p.unions == "" && p.towns == "" && p.until == "" {
		return a, nil
	}
	grants, err := p.grants(org, m, a.Centres, today)
	a.Grants = grants
	return a, err
}

func (p *person) grants(org *district.Organisation, m record.Staff, centres []uuid.UUID, today civil.Date) ([]record.Grant, error) {
	roles := m.Roles(today)
	if p.roles != "" {
		roles = nil
		for _, text := range parts(p.roles) {
			role, err := district.ParseRole(text)
			if err != nil {
				return nil, err
			}
			roles = append(roles, role)
		}
	}
	unions := unionsOf(m)
	if p.unions != "" {
		unions = nil
		for _, text := range parts(p.unions) {
			u, err := org.FindUnion(text)
			if err != nil {
				return nil, err
			}
			unions = append(unions, u.ID)
		}
	}
	var towns []string
	for _, text := range parts(p.towns) {
		town, err := district.ParseTown(text)
		if err != nil {
			return nil, err
		}
		towns = append(towns, town)
	}
	until, err := civil.Parse(p.until)
	if err != nil {
		return nil, errors.Join(district.MomentBad, err)
	}
	return org.GrantsFor(roles, centres, unions, towns, today, until)
}

// unionsOf are those a member is an officer of.
func unionsOf(m record.Staff) []uuid.UUID {
	var list []uuid.UUID
	for _, g := range m.Grants {
		if g.Place.Union != uuid.Nil {
			list = append(list, g.Place.Union)
		}
	}
	return list
}

// parts splits a list somebody typed.
func parts(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(",，、;；", r) })
}

const staffResetMore = `给忘记密码的人一个新的起始密码和恢复码；以前的都作废。已有记录不受影响。
例子：district staff reset xf-ck1`

func staffReset(c *call) work {
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			org, err := o.Organisation(ctx)
			if err != nil {
				return nil, err
			}
			issued, err := o.Reset(ctx, c.args[0])
			if err != nil {
				return nil, err
			}
			return handedOut{Changed: c.args[0], Issued: []district.Issued{issued}, org: org}, nil
		})
	}
}

const staffDisableMore = `停用账号，并给所在的每个地点更换密钥；那里的终端下次联网（或导入人员登录文件）后生效。
例子：district staff disable xf-ck1 --why 调离`

func staffDisable(c *call) work {
	why := c.String("why", "", "停用`原因`")
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			org, err := o.Organisation(ctx)
			if err != nil {
				return nil, err
			}
			m, err := o.Disable(ctx, c.args[0], *why)
			if err != nil {
				return nil, err
			}
			done := disabled{Login: m.Login}
			for _, id := range m.Centres {
				done.Centres = append(done.Centres, org.Centres[id].Name)
			}
			return done, nil
		})
	}
}

const staffPackMore = `把一个地点的人员登录文件写成一个文件，用优盘带到不联网的终端导入。
例子：district staff pack 新丰镇便民服务中心 /media/优盘/新丰.ruhui-staff`

func staffPack(c *call) work {
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			org, err := o.Organisation(ctx)
			if err != nil {
				return nil, err
			}
			centre, err := org.FindCentre(c.args[0])
			if err != nil {
				return nil, err
			}
			pack, err := o.StaffPack(ctx, centre.ID, 0)
			if err != nil {
				return nil, err
			}
			if pack == nil {
				return nil, district.NoStaff
			}
			return wrote{File: c.args[1], Bytes: len(pack), what: "人员登录文件（" + centre.Name + "）"}, writeNew(c.args[1], pack)
		})
	}
}

// writeNew writes a file that is not there yet, safely.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	return nil
}
