package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"ruhui/sync/district"
)

const verifyMore = `核对所有终端日志和下发清单的哈希链、每条内容和数目；不影响正在运行的服务。
--receipt 核对终端日结页上的二维码：收据是不是本区签发、上面的记录是不是都在。
二维码内容可以直接写，也可以写存有内容的文件。

例子：district verify
      district verify --receipt 日结.txt`

func verify(c *call) work {
	receipt := c.String("receipt", "", "日结页二维码的`内容或文件`")
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			if *receipt != "" {
				return verifyReceipt(ctx, o, *receipt)
			}
			v, err := o.Verify(ctx)
			if err != nil {
				return nil, err
			}
			return verified{Verified: v}, flawed(v)
		})
	}
}

func verifyReceipt(ctx context.Context, o *opened, receipt string) (answer, error) {
	text := receipt
	if file, err := os.ReadFile(receipt); err == nil { // else it is the text itself
		text = string(file)
	}
	r, v, err := o.VerifyReceipt(ctx, text)
	if err != nil {
		return nil, err
	}
	return verified{v, &receipted{r.Journal.String(), r.Seq, when(r.Time)}}, flawed(v)
}

// flawed is an error when something was found, so that the exit code tells.
func flawed(v district.Verified) error {
	if len(v.Flaws) > 0 {
		return district.Flawed
	}
	return nil
}

type verified struct {
	district.Verified
	Receipt *receipted `json:"receipt,omitempty"`
}

type receipted struct {
	Journal string `json:"journal"`
	Seq     int64  `json:"seq"`
	Signed  string `json:"signed"`
}

func (v verified) text() string {
	var b strings.Builder
	if r := v.Receipt; r != nil && len(v.Flaws) == 0 {
		fmt.Fprintf(&b, "收据有效：%s 签发，终端日志 %s 前 %d 条全部在区服务器。\n", r.Signed, r.Journal, r.Seq)
		return b.String()
	}
	if v.Receipt == nil {
		fmt.Fprintf(&b, "已核对日志 %d 份 %d 条，下发清单 %d 份 %d 行；已清除内容 %d 条。\n", v.Journals, v.Entries, v.Feeds, v.Lines, v.Erased)
	}
	if len(v.Flaws) == 0 {
		b.WriteString("没有发现问题。\n")
		return b.String()
	}
	fmt.Fprintf(&b, "发现 %d 处问题：\n", len(v.Flaws))
	for i, f := range v.Flaws {
		if i == maxShown {
			b.WriteString("  ……\n")
			break
		}
		fmt.Fprintf(&b, "  %s  第 %d 条：%s\n", f.Where, f.Seq, district.FlawTexts[f.What])
	}
	return b.String()
}
