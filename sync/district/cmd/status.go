package main

import (
	"context"
	"fmt"
	"strings"

	"ruhui/sync/district"
)

const statusMore = `例子：district status
      district status --json`

func status(c *call) work {
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			s, err := o.Status(ctx)
			if err != nil {
				return nil, err
			}
			return statusAnswer{s, c.place()}, nil
		})
	}
}

type statusAnswer struct {
	district.Status
	Database string `json:"database"`
}

func (s statusAnswer) text() string {
	var b strings.Builder
	world := ""
	if s.Demo {
		world = "（演示）"
	}
	fmt.Fprintf(&b, "%s%s  %s\n时间    %s\n数据库  %s\n", s.Name, world, s.Address, when(s.Time), s.Database)
	fmt.Fprintf(&b, "终端    %d 台在用，其中 %d 台一天没有联系；未使用的开通码 %d 个；终端上还有 %d 条未上传\n", s.Terminals, s.Silent, s.OpenCodes, s.Waiting)
	fmt.Fprintf(&b, "人员    %d 人\n", s.Members)
	fmt.Fprintf(&b, "记录    %d 条（已清除内容 %d 条），日志 %d 份，人员和单位等 %d 份\n", s.Counts.Events, s.Counts.Erased, s.Counts.Journals, s.Counts.Files)
	switch {
	case !s.Copied:
		b.WriteString("第二份  没有设置。请用 district serve --copy 指明另一块盘，在此之前终端不会删除任何记录。\n")
	case s.Unsafe > 0:
		fmt.Fprintf(&b, "第二份  还有 %d 条没有写到第二份\n", s.Unsafe)
	default:
		b.WriteString("第二份  全部已写到第二份\n")
	}
	if s.Counts.Refused > 0 {
		fmt.Fprintf(&b, "注意    有 %d 条同号不同内容的记录，先到的有效，请联系技术支持查看\n", s.Counts.Refused)
	}
	return b.String()
}
