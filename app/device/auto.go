package device

import (
	"context"
	"slices"
)

// Auto returns an Opener that goes to where the reader was last, and looks for it
// at other ports when it is not there: another socket is another port name. A port
// that stayed mute is asked again only after it was away, since it may be a printer
// that prints what it is asked.
func Auto() Opener {
	return (&search{ports: desk}).open
}

// A search remembers what the ports answered.
type search struct {
	ports ports
	last  Found
	mute  []string // ports that are there and are no readers
}

func (s *search) open(ctx context.Context) (Port, error) {
	if s.last.Port != "" {
		if _, err := s.ports.try(ctx, s.last.Port, s.last.Baud); err == nil {
			return s.ports.openWithin(ctx, s.last.Port, s.last.Baud)
		}
	}
	if err := s.look(ctx); err != nil {
		return nil, err
	}
	return s.ports.openWithin(ctx, s.last.Port, s.last.Baud)
}

// look asks the ports that were not asked yet.
func (s *search) look(ctx context.Context) error {
	names, err := s.ports.names()
	if err != nil {
		return err
	}
	s.mute = slices.DeleteFunc(s.mute, func(n string) bool { return !slices.Contains(names, n) })
	fresh := slices.DeleteFunc(names, func(n string) bool { return slices.Contains(s.mute, n) })
	found, mute, err := s.ports.detect(ctx, fresh)
	s.mute = append(s.mute, mute...)
	if err != nil {
		return err
	}
	s.last = found
	return nil
}
