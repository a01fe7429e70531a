package store_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

var background = context.Background()

func asJSON(tb testing.TB, v any) string {
	tb.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

// wantKey ends the test unless err carries the message key.
func wantKey(tb testing.TB, err error, key string) {
	tb.Helper()
	if err == nil || store.KeyOf(err) != key {
		tb.Fatalf("got error %v, want key %s", err, key)
	}
	m := store.MessageOf(err)
	if m.What == "" || m.Next == "" {
		tb.Errorf("key %s has no two lines", key)
	}
}

func must[T any](tb testing.TB) func(T, error) T {
	return func(v T, err error) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

func person(tb testing.TB, ses *store.Session, id uuid.UUID) record.Person {
	tb.Helper()
	p, err := ses.Person(background, id)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func dump(tb testing.TB, ses *store.Session) string {
	tb.Helper()
	return must[string](tb)(ses.Dump(background))
}

// say records one fact of a person in a role, outside a visit.
func say(ses *store.Session, role record.Role, id uuid.UUID, typ string, body any) (store.Recorded, error) {
	return ses.Record(background, role, uuid.Nil, func(*store.Tx) ([]record.Fact, error) {
		return []record.Fact{{File: record.File{Kind: record.KindPerson, ID: id}, Type: typ, Body: body}}, nil
	})
}

func verified(tb testing.TB, s *store.Store) store.Verified {
	tb.Helper()
	return must[store.Verified](tb)(s.Verify(background))
}

// opened is a terminal with its clerk signed in.
func opened(tb testing.TB) (*storetest.Terminal, *store.Store, *store.Session) {
	tb.Helper()
	terminal := &storetest.Terminal{}
	s := storetest.Open(tb, terminal)
	return terminal, s, storetest.SignIn(tb, s)
}
