package sync

import (
	"context"
	"errors"
)

func codeOf(err error) Code {
	refusal := (*Refusal)(nil)
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return ""
}

func (e *Engine) reconcile(ctx context.Context) (bool, error) { return false, nil }

func (e *Engine) rejoin(ctx context.Context, h *Hello, j *Joint) error { return nil }

func (e *Engine) rejoinAt(ctx context.Context, journal [16]byte, j *Joint) error { return nil }
