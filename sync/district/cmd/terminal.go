package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
	"github.com/skip2/go-qrcode"

	"ruhui/sync/district"
)

const terminalCodeMore = `给一个地点的新终端编号，做开通码和开通文件。能联网的终端扫二维码（或输入开通码），
不能联网的用优盘带开通文件。开通码只能用于一台终端，请像密码一样保管。

例子：district terminal code 新丰镇便民服务中心 --out /media/优盘`

func terminalCode(c *call) work {
	out := c.String("out", "", "存放二维码图片和开通文件的`文件夹`；不写只在屏幕显示")
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
			t, err := o.NewTicket(ctx, centre.ID)
			if err != nil {
				return nil, err
			}
			return ticketOf(t, *out)
		})
	}
}

// ticket is what goes into the envelope for one terminal.
type ticket struct {
	Centre string `json:"centre"`
	Number string `json:"number"`
	Code   string `json:"code"`
	Link   string `json:"link"` // what the QR code says
	File   string `json:"file,omitempty"`
	Image  string `json:"image,omitempty"`
	square string
}

const imageSize = 512 // pixels; readable from paper four centimetres wide

func ticketOf(t district.Ticket, out string) (ticket, error) {
	made := ticket{Centre: t.Name, Number: fmt.Sprintf("%02d", t.Number), Code: t.Code, Link: t.Link.String()}
	qr, err := qrcode.New(made.Link, qrcode.Medium)
	if err != nil {
		return made, fmt.Errorf("draw QR code: %w", err)
	}
	made.square = qr.ToSmallString(false)
	if out == "" {
		return made, nil
	}
	image, err := qr.PNG(imageSize)
	if err != nil {
		return made, fmt.Errorf("draw QR code: %w", err)
	}
	// Named by town and number, which stand on the machine's label as well.
	name := filepath.Join(out, "ruhui-"+t.Town+"-"+made.Number)
	made.File, made.Image = name+".ruhui-setup", name+".png"
	return made, errors.Join(writeNew(made.File, t.File), writeNew(made.Image, image))
}

func (t ticket) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "地点    %s\n终端号  %s\n开通码  %s\n", t.Centre, t.Number, t.Code)
	if t.File != "" {
		fmt.Fprintf(&b, "开通文件  %s\n二维码    %s\n", t.File, t.Image)
	}
	b.WriteString("\n" + t.square + "\n在终端的开通页扫描上面的二维码，或输入开通码并选择开通文件。\n")
	return b.String()
}

const terminalListMore = `列出终端和还没有使用的开通码。--open 只列还没有使用的开通码。
例子：district terminal list`

func terminalList(c *call) work {
	open := c.Bool("open", false, "只列还没有使用的开通码")
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			list, err := o.TerminalStates(ctx)
			if err != nil {
				return nil, err
			}
			shown := terminals{Terminals: []district.TerminalState{}}
			for _, t := range list {
				if !*open || t.ID == uuid.Nil {
					shown.Terminals = append(shown.Terminals, t)
				}
			}
			return shown, nil
		})
	}
}

type terminals struct {
	Terminals []district.TerminalState `json:"terminals"`
}

func (l terminals) text() string {
	if len(l.Terminals) == 0 {
		return "还没有终端。请用 district terminal code 开通。\n"
	}
	var b strings.Builder
	for _, t := range l.Terminals {
		fmt.Fprintf(&b, "%s %02d  %s\n", t.Town, t.Number, t.Name)
		switch {
		case t.ID == uuid.Nil:
			fmt.Fprintf(&b, "             开通码未使用，%s 制作\n", when(t.Since))
		case t.Revoked != 0:
			fmt.Fprintf(&b, "             %s  %s 停用\n", t.ID, when(t.Revoked))
		default:
			fmt.Fprintf(&b, "             %s  最近联系 %s  未上传 %d 条  程序 %s\n", t.ID, when(t.Seen), t.Waiting, t.Program)
		}
	}
	fmt.Fprintf(&b, "共 %d 台。\n", len(l.Terminals))
	return b.String()
}

const terminalRevokeMore = `停用一台终端，例如丢失或报废的：此后区服务器不再接收它。它已上传的记录都保留。
编号见 district terminal list。

例子：district terminal revoke 01234567-89ab-4def-8123-456789abcdef`

func terminalRevoke(c *call) work {
	return func(ctx context.Context) (answer, error) {
		id, err := uuid.Parse(c.args[0])
		if err != nil {
			return nil, district.UnknownTerminal
		}
		return c.with(ctx, "", func(o *opened) (answer, error) {
			return revoked{id}, o.Revoke(ctx, id)
		})
	}
}

type revoked struct {
	Terminal uuid.UUID `json:"terminal"`
}

func (r revoked) text() string { return fmt.Sprintf("终端 %s 已停用。\n", r.Terminal) }

// readFile reads a file somebody named.
func readFile(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, errors.Join(district.FileUnreadable, err)
	}
	return data, nil
}
