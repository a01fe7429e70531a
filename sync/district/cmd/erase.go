package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
	"ruhui/sync/district"
)

const eraseMore = `依法清除一个人截至某一时刻的全部内容，不能撤销。终端在下次联网时照做；以后才传来的同样清空。
人员编号见终端的人员页。--upto 写日期时，到那一天结束为止。

例子：district erase 01234567-89ab-8def-8123-456789abcdef --upto 2026-09-14`

func erase(c *call) work {
	upTo := c.String("upto", "", "截止`时刻`，例如 2026-09-14 或 2026-09-14T17:30:00+08:00")
	return func(ctx context.Context) (answer, error) {
		person, err := uuid.Parse(c.args[0])
		if err != nil || person == uuid.Nil {
			return nil, district.PersonBad
		}
		return c.with(ctx, "", func(o *opened) (answer, error) {
			moment, err := momentOf(*upTo, c.clock(o.secrets.Demo)())
			if err != nil {
				return nil, err
			}
			n, err := o.Erase(ctx, person, moment)
			if err != nil {
				return nil, err
			}
			return erased{n, len(o.settings.Backups)}, c.listErasures(ctx, o)
		})
	}
}

// momentOf reads a moment that has been; a day ends with it, but not after now.
func momentOf(text string, now time.Time) (record.HLC, error) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		day, err := civil.Parse(text)
		if err != nil || day.IsZero() {
			return 0, district.MomentBad
		}
		at = time.Date(day.Year, time.Month(day.Month), day.Day+1, 0, 0, 0, 0, civil.Shanghai).Add(-time.Millisecond)
		if civil.Of(now) == day {
			at = now
		}
	}
	if at.After(now) {
		return 0, district.MomentBad
	}
	const within = 0xffff // all ticks of that millisecond
	return record.HLCOf(at) | within, nil
}

// listErasures lists the order beside the backups that can be reached; the next
// backup lists it beside the others.
func (c *call) listErasures(ctx context.Context, o *opened) error {
	start, err := district.ReadIdentity(c.options.identity)
	if err != nil {
		return err
	}
	var errs []error
	for _, folder := range o.settings.Backups {
		errs = append(errs, o.ListErasures(ctx, folder, start))
	}
	return errors.Join(errs...)
}

type erased struct {
	Events  int `json:"events"`
	Backups int `json:"backups"` // folders the order was listed in
}

func (e erased) text() string {
	return fmt.Sprintf("已清除 %d 条记录的内容，并列入 %d 个备份文件夹的清除清单。终端在下次联网时照做。\n", e.Events, e.Backups)
}

const epochOpenMore = `恢复备份之后，区服务器等最近七天联系过的终端补回记录，期间不作超时、名额等判断。
有终端已报废、等不到时，用本命令宣布补齐，恢复判断。

例子：district epoch open`

func epochOpen(c *call) work {
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			return said("已宣布记录补齐，区服务器恢复超时、名额等判断。\n"), o.DecideNow(ctx)
		})
	}
}

const epochNewMore = `用数据库自己的工具恢复了较旧的数据之后、启动服务之前做一次：开始新的一期，
终端联网后会自动补回缺失的记录。district restore 会自己做，不需要再做。

例子：district epoch new`

func epochNew(c *call) work {
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			return said("已开始新的一期。终端联网后会自动补回缺失的记录。\n"), o.NewEpoch(ctx)
		})
	}
}

// said is an answer that needs no figures.
type said string

func (s said) text() string { return string(s) }
