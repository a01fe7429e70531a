package main

import (
	"context"
	"fmt"
	"strings"

	"ruhui/sync/district"
)

// importVerb imports one kind of list.
func importVerb(kind string) func(*call) work {
	return func(c *call) work {
		return func(ctx context.Context) (answer, error) {
			file, err := readFile(c.args[0])
			if err != nil {
				return nil, err
			}
			return c.with(ctx, "", func(o *opened) (answer, error) {
				report, err := o.Import(ctx, kind, file)
				return imported(report), err
			})
		}
	}
}

func staffImport(c *call) work {
	return func(ctx context.Context) (answer, error) {
		file, err := readFile(c.args[0])
		if err != nil {
			return nil, err
		}
		return c.with(ctx, "", func(o *opened) (answer, error) {
			org, err := o.Organisation(ctx)
			if err != nil {
				return nil, err
			}
			report, issued, err := o.ImportStaff(ctx, file)
			return handedOut{Report: &report, Issued: issued, org: org}, err
		})
	}
}

type imported district.Report

func (i imported) text() string { return reportText(district.Report(i)) }

const maxShown = 100 // faults; more are of one kind

func reportText(r district.Report) string {
	var b strings.Builder
	if len(r.Faults) == 0 {
		fmt.Fprintf(&b, "共 %d 行：新增 %d，更改 %d，不变 %d。\n", r.Lines, r.New, r.Changed, r.Same)
		return b.String()
	}
	fmt.Fprintf(&b, "共 %d 行，发现 %d 处问题：\n", r.Lines, len(r.Faults))
	for i, f := range r.Faults {
		if i == maxShown {
			b.WriteString("  ……\n")
			break
		}
		where := "表头"
		if f.Line > 0 {
			where = fmt.Sprintf("第 %d 行", f.Line)
		}
		fmt.Fprintf(&b, "  %s  %s：%s\n", where, f.Column, district.FaultTexts[f.What])
	}
	return b.String()
}

// columnsText explains a list's columns, with a line to copy.
func columnsText(columns []district.Column) string {
	var b strings.Builder
	b.WriteString("第一行为列名（中文或英文），从第二行起每行一条；XLSX 取第一张表，CSV 可为 UTF-8 或 GBK。\n有问题时逐行列出，全部不导入；重复导入同一份没有影响。\n\n")
	var names, example []string
	for _, c := range columns {
		must := ""
		if c.Must {
			must = "必填"
		}
		fmt.Fprintf(&b, "  %s（%s）%s %s\n", c.Name, c.Other, must, c.Help)
		names, example = append(names, c.Name), append(example, c.Example)
	}
	fmt.Fprintf(&b, "\n例子：\n  %s\n  %s\n", strings.Join(names, ","), strings.Join(example, ","))
	return b.String()
}
