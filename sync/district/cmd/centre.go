package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district"
)

const centreAddMore = `添加一个有终端的地点：服务大厅（hall）、一站式服务站（station），或工会办公室（写 --union）。

例子：district centre add --name 样例专业市场一站式工会服务站 --kind station --town 新丰镇
      district centre add --union U103A`

func centreAdd(c *call) work {
	var r record.CentreRecorded
	c.StringVar(&r.Name, "name", "", "`名称`；工会办公室不写为工会名加“办公室”")
	kind := c.String("kind", "hall", "hall 服务大厅 或 station 服务站")
	town := c.String("town", "", "所在`镇街`")
	union := c.String("union", "", "工会办公室：`工会`的代码或名称")
	c.StringVar(&r.Address, "address", "", "`地址`")
	c.StringVar(&r.Phone, "phone", "", "`电话`")
	c.BoolVar(&r.Capacity, "capacity", false, "镇（街道）允许容缺受理")
	return func(ctx context.Context) (answer, error) {
		r.Kind = record.CentreKind(*kind)
		return c.with(ctx, "", func(o *opened) (answer, error) {
			org, err := o.Organisation(ctx)
			if err != nil {
				return nil, err
			}
			if *union != "" {
				u, err := org.FindUnion(*union)
				if err != nil {
					return nil, err
				}
				r.Union = u.ID
			} else if r.Town, err = district.ParseTown(*town); err != nil {
				return nil, err
			}
			id, err := o.AddCentre(ctx, r)
			if err != nil {
				return nil, err
			}
			return centreAdded{id}, nil
		})
	}
}

type centreAdded struct {
	Centre uuid.UUID `json:"centre"`
}

func (a centreAdded) text() string {
	return fmt.Sprintf("已添加地点 %s。\n下一步：district staff add 添加人员，再用 district terminal code 开通终端。\n", a.Centre)
}

func centreList(c *call) work {
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			org, err := o.Organisation(ctx)
			if err != nil {
				return nil, err
			}
			list := centres{Centres: []centreLine{}}
			for _, centre := range org.CentreList() {
				list.Centres = append(list.Centres, centreLine{centre.ID, centre.Name, string(centre.Kind), centre.Town})
			}
			return list, nil
		})
	}
}

type centreLine struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
	Kind string    `json:"kind"`
	Town string    `json:"town"`
}

type centres struct {
	Centres []centreLine `json:"centres"`
}

func (l centres) text() string {
	var b strings.Builder
	for _, c := range l.Centres {
		fmt.Fprintf(&b, "%s  %-7s  %s  %s\n", c.Town, c.Kind, c.ID, c.Name)
	}
	fmt.Fprintf(&b, "共 %d 个。\n", len(l.Centres))
	return b.String()
}

func staffList(c *call) work {
	all := c.Bool("all", false, "也列已停用的")
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			org, err := o.Organisation(ctx)
			if err != nil {
				return nil, err
			}
			return listOf(org, o.Today(), *all), nil
		})
	}
}
