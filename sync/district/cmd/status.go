package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

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
			a := statusAnswer{Status: s, Database: c.place()}
			a.ask(ctx, c.merged(settings{}, o.settings).OperationsListen)
			return a, nil
		})
	}
}

type statusAnswer struct {
	district.Status
	Database string `json:"database"`
	Running  bool   `json:"running"` // a server answers on this machine
}

// lagMetric is how many entries the second copy lacks, -1 when none is kept. The
// server that keeps the copy knows, and nobody else.
const lagMetric = "ruhui_safe_lag_entries "

// ask asks the server on this machine, when there is one, how it stands.
func (s *statusAnswer) ask(ctx context.Context, operations string) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+operations+"/metrics", nil)
	if err != nil {
		return
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return
	}
	defer answer.Body.Close() // read to its end or given up
	s.Running = answer.StatusCode == http.StatusOK
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if value, found := strings.CutPrefix(lines.Text(), lagMetric); found {
			if lag, err := strconv.ParseFloat(value, 64); err == nil && lag >= 0 {
				s.Copied, s.Unsafe = true, int64(lag)
			}
		}
	}
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
	case !s.Running && !s.Copied:
		b.WriteString("服务    没有运行。请用 district serve 启动。\n")
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
