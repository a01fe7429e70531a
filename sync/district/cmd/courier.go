package main

import (
	"context"
	"errors"
	"fmt"

	"ruhui/sync"
	"ruhui/sync/district"
)

const courierMore = `不联网的终端用优盘交换：读入终端写出的文件，写出带回终端的文件。同一文件读两次没有影响。

例子：district courier /media/优盘/终端.ruhui-courier /media/优盘/带回.ruhui-courier`

func courier(c *call) work {
	return func(ctx context.Context) (answer, error) {
		letter, err := readFile(c.args[0])
		if err != nil {
			return nil, err
		}
		return c.with(ctx, "", func(o *opened) (answer, error) {
			back, err := o.Courier(ctx, letter)
			if err != nil {
				return nil, courierError(err)
			}
			return wrote{File: c.args[1], Bytes: len(back), what: "带回终端的文件"}, writeNew(c.args[1], back)
		})
	}
}

// courierError names what a technician can do about a file that was not taken.
func courierError(err error) error {
	if r := (*sync.Refusal)(nil); errors.As(err, &r) && r.Code == sync.NotCertified {
		return fmt.Errorf("%w: %w", district.UnknownTerminal, err)
	}
	return err
}
