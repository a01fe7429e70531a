package archivetest

import (
	"errors"
	"reflect"
	"testing"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

func codes(t *testing.T, a archive.Archive) {
	code := archive.Code{Proof: HashOf(1), Centre: ID("centre", 1), Number: 7, Made: 1 << 40, File: []byte("sealed")}
	other := code
	other.Proof, other.Made = HashOf(2), 1<<41
	write(t, a, func(tx archive.Tx) error { return errors.Join(tx.PutCode(other), tx.PutCode(code)) })
	write(t, a, func(tx archive.Tx) error {
		got, found, err := tx.LockCode(HashOf(1))
		same(t, "found", found, true)
		wantEqual(t, got, code)
		_, found, err2 := tx.LockCode(HashOf(3))
		same(t, "found an unknown code", found, false)
		code.Terminal = ID("terminal", 1)
		return errors.Join(err, err2, tx.PutCode(code))
	})
	read(t, a, func(tx archive.Tx) error {
		all, err := tx.Codes()
		wantEqual(t, all, []archive.Code{code, other})
		return err
	})
}

func wantEqual(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

func terminals(t *testing.T, a archive.Archive) {
	first := archive.Terminal{ID: ID("terminal", 1), Centre: ID("centre", 1), Number: 1, Public: make([]byte, 32),
		Courier: "age1x", Certified: 1 << 40, Seen: 1 << 41, Program: "1.0"}
	second := first
	second.ID, second.Number, second.Revoked, second.Waiting, second.Offered = ID("terminal", 2), 2, 1<<42, 5, ID("epoch", 1)
	write(t, a, func(tx archive.Tx) error { return errors.Join(tx.PutTerminal(second), tx.PutTerminal(first)) })
	first.Program = "1.1"
	write(t, a, func(tx archive.Tx) error { return tx.PutTerminal(first) })
	read(t, a, func(tx archive.Tx) error {
		all, err := tx.Terminals()
		wantEqual(t, all, []archive.Terminal{first, second})
		one, found, err2 := tx.Terminal(second.ID)
		same(t, "found", found, true)
		wantEqual(t, one, second)
		_, found, err3 := tx.Terminal(ID("terminal", 3))
		same(t, "found an unknown terminal", found, false)
		return errors.Join(err, err2, err3)
	})
}

func keys(t *testing.T, a archive.Archive) {
	centre := archive.Key{Kind: "centre", ID: ID("centre", 1), Serial: 1, Made: 1 << 40, Sealed: []byte("one")}
	rotated := centre
	rotated.Serial, rotated.Sealed = 2, []byte("two")
	staff := archive.Key{Kind: "staff", Name: "clerk", ID: ID("staff", 1), Other: ID("centre", 1), Serial: 1, Sealed: []byte("file")}
	role := archive.Key{Kind: "role", Name: "legal", Place: "330402001", Serial: 1, Sealed: []byte("role")}
	write(t, a, func(tx archive.Tx) error {
		return errors.Join(tx.PutKey(rotated), tx.PutKey(centre), tx.PutKey(staff), tx.PutKey(role))
	})
	staff.Sealed = []byte("again")
	write(t, a, func(tx archive.Tx) error { return tx.PutKey(staff) })
	read(t, a, func(tx archive.Tx) error {
		for kind, want := range map[string][]archive.Key{
			"centre": {centre, rotated}, "staff": {staff}, "role": {role}, "other": nil,
		} {
			got, err := tx.Keys(kind)
			if err != nil {
				return err
			}
			wantEqual(t, got, want)
		}
		return nil
	})
}

func slips(t *testing.T, a archive.Archive) {
	write(t, a, func(tx archive.Tx) error {
		return errors.Join(tx.PutSlips([]archive.Slip{{Token: HashOf(2), File: 6}, {Token: HashOf(1), File: 5}}),
			tx.PutSlips([]archive.Slip{{Token: HashOf(1), File: 7}}), tx.PutSlips(nil))
	})
	read(t, a, func(tx archive.Tx) error {
		file, found, err := tx.Slip(HashOf(1))
		same(t, "file", file, 5)
		same(t, "found", found, true)
		_, found, err2 := tx.Slip(HashOf(3))
		same(t, "found an unknown slip", found, false)
		return errors.Join(err, err2)
	})
}

func numbers(t *testing.T, a archive.Archive) {
	number := func(n, subject int) archive.Number {
		return archive.Number{Number: HashOf(int64(n)), Subject: ID("case", subject), File: int64(subject), At: record.HLC(subject)}
	}
	write(t, a, func(tx archive.Tx) error {
		return tx.PutNumbers([]archive.Number{number(2, 1), number(1, 2), number(3, 3), number(3, 4), number(3, 4)})
	})
	want := func(want ...archive.Number) {
		t.Helper()
		read(t, a, func(tx archive.Tx) error {
			got, err := tx.NumbersTwice(10)
			wantEqual(t, got, want)
			return err
		})
	}
	want(number(3, 3), number(3, 4))
	write(t, a, func(tx archive.Tx) error { return tx.PutNumbers([]archive.Number{number(1, 2), number(2, 5)}) })
	want(number(2, 1), number(2, 5), number(3, 3), number(3, 4))
	write(t, a, func(tx archive.Tx) error {
		return errors.Join(tx.NumberSettled(HashOf(2)), tx.PutNumbers([]archive.Number{number(2, 5)}))
	})
	want(number(3, 3), number(3, 4))
	write(t, a, func(tx archive.Tx) error { return tx.PutNumbers([]archive.Number{number(2, 6)}) })
	want(number(2, 1), number(2, 5), number(2, 6), number(3, 3), number(3, 4))
}

func erasures(t *testing.T, a archive.Archive) {
	all := []archive.Erasure{
		{Person: ID("person", 2), UpTo: 30, At: 100}, {Person: ID("person", 1), UpTo: 10, At: 200}, {Person: ID("person", 1), UpTo: 20, At: 300},
	}
	write(t, a, func(tx archive.Tx) error {
		return errors.Join(tx.AddErasure(all[2]), tx.AddErasure(all[0]), tx.AddErasure(all[1]), tx.AddErasure(all[1]))
	})
	read(t, a, func(tx archive.Tx) error {
		for after, want := range map[record.HLC][]archive.Erasure{0: all, 100: all[1:], 300: nil} {
			got, err := tx.Erasures(after)
			if err != nil {
				return err
			}
			wantEqual(t, got, want)
		}
		return nil
	})
}

func counts(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	write(t, a, func(tx archive.Tx) error {
		events := eventsOf(journal, 1, 8, 10)
		if err := Store(tx, journal, "town/1", events); err != nil {
			return err
		}
		return errors.Join(tx.Empty([]int64{events[0].Row}), tx.Refuse(EventID(1), HashOf(1), []byte{1}),
			tx.PutTerminal(archive.Terminal{ID: ID("terminal", 1), Public: []byte{1}}))
	})
	read(t, a, func(tx archive.Tx) error {
		got, err := tx.Counts()
		wantEqual(t, got, archive.Counts{Journals: 1, Terminals: 1, Events: 8, Erased: 1, Files: 8, Lines: 8, Refused: 1})
		return err
	})
}
