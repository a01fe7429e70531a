package archivetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

func filesCounted(t *testing.T, a archive.Archive) {
	many := make([]record.File, 700)
	for i := range many {
		many[i] = Person(i)
	}
	var rows []archive.File
	write(t, a, func(tx archive.Tx) (err error) {
		rows, err = tx.LockFiles(many)
		return err
	})
	for i, f := range rows {
		same(t, "file", f.File, many[i])
		same(t, "changes", f.Changes, 1)
	}
	// Backwards, one twice, one new.
	slices.Reverse(many)
	asked := append(slices.Clone(many), many[0], Person(1000))
	write(t, a, func(tx archive.Tx) error {
		again, err := tx.LockFiles(asked)
		if err != nil {
			return err
		}
		same(t, "files", len(again), len(asked))
		for i, f := range again {
			same(t, "file", f.File, asked[i])
		}
		same(t, "changes of a known one", again[0].Changes, 2)
		same(t, "changes of one asked for twice", again[700].Changes, 2)
		same(t, "row", again[0].Row, rows[699].Row)
		same(t, "changes of a new one", again[701].Changes, 1)
		return nil
	})
	read(t, a, func(tx archive.Tx) error {
		found, err := tx.Files([]record.File{Person(1001), Person(5), Person(1000)})
		same(t, "files found", len(found), 2)
		same(t, "first", found[0].File, Person(5))
		return err
	})
}

func twoKinds(t *testing.T, a archive.Archive) {
	person := Person(1)
	service := record.File{Kind: record.KindService, ID: person.ID}
	write(t, a, func(tx archive.Tx) error {
		f, err := tx.LockFiles([]record.File{service, person})
		if err != nil {
			return err
		}
		same(t, "first", f[0].File, service)
		same(t, "second", f[1].File, person)
		if f[0].Row == f[1].Row {
			t.Fatal("two kinds have one row")
		}
		return nil
	})
}

func standing(t *testing.T, a archive.Archive) {
	want := archive.Standing{Views: []string{"directory", "town/330402001"}, Directory: []byte(`{"person":1}`), Due: 1 << 57}
	var row int64
	write(t, a, func(tx archive.Tx) error {
		f, err := tx.LockFiles([]record.File{Person(1)})
		if err != nil {
			return err
		}
		row = f[0].Row
		same(t, "views of a new file", len(f[0].Standing.Views), 0)
		return tx.PutStandings([]archive.File{{Row: row, Standing: want}})
	})
	for _, w := range []archive.Standing{want, {}} {
		write(t, a, func(tx archive.Tx) error {
			f, err := tx.LockFiles([]record.File{Person(1)})
			if err != nil {
				return err
			}
			same(t, "views", fmt.Sprint(f[0].Standing.Views), fmt.Sprint(w.Views))
			same(t, "directory", string(f[0].Standing.Directory), string(w.Directory))
			same(t, "due", f[0].Standing.Due, w.Due)
			return tx.PutStandings([]archive.File{{Row: row}})
		})
	}
}

func due(t *testing.T, a archive.Archive) {
	write(t, a, func(tx archive.Tx) error {
		files, err := tx.LockFiles([]record.File{Person(0), Person(1), Person(2), Person(3)})
		if err != nil {
			return err
		}
		for i, at := range []record.HLC{300, 0, 100, 200} {
			files[i].Standing.Due = at
		}
		return tx.PutStandings(files)
	})
	read(t, a, func(tx archive.Tx) error {
		for _, c := range []struct {
			by   record.HLC
			most int
			want []record.File
		}{
			{99, 9, nil}, {200, 9, []record.File{Person(2), Person(3)}}, {900, 1, []record.File{Person(2)}},
			{900, 9, []record.File{Person(2), Person(3), Person(0)}},
		} {
			files, err := tx.Due(c.by, c.most)
			if err != nil {
				return err
			}
			var got []record.File
			for _, f := range files {
				got = append(got, f.File)
			}
			wantEqual(t, got, c.want)
		}
		return nil
	})
}

func joined(t *testing.T, a archive.Archive) {
	var rows []int64
	write(t, a, func(tx archive.Tx) error {
		files, err := tx.LockFiles([]record.File{Person(0), Person(1), Person(2), Person(3), Person(4)})
		if err != nil {
			return err
		}
		for _, f := range files {
			rows = append(rows, f.Row)
		}
		return errors.Join(tx.Join(rows[0], rows[1]), tx.Join(rows[2], rows[1]), tx.Join(rows[1], rows[2]), tx.Join(rows[3], rows[4]))
	})
	read(t, a, func(tx archive.Tx) error {
		for _, c := range []struct{ asked, want []int64 }{
			{[]int64{rows[0]}, []int64{rows[0], rows[1], rows[2]}},
			{[]int64{rows[2]}, []int64{rows[0], rows[1], rows[2]}},
			{[]int64{rows[4], rows[1]}, rows},
			{nil, nil},
		} {
			found, err := tx.JoinedWith(c.asked)
			if err != nil {
				return err
			}
			got := []int64{}
			for _, f := range found {
				got = append(got, f.Row)
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(c.want))
			same(t, "joined", fmt.Sprint(got), fmt.Sprint(want))
		}
		return nil
	})
}

// writersQueue: who counted a file is the only one to read and change it.
func writersQueue(t *testing.T, a archive.Archive) {
	const writers, rounds = 4, 10
	together(t, writers, func(ctx context.Context, w int) error {
		for range rounds {
			if err := a.Write(ctx, func(tx archive.Tx) error {
				f, err := tx.LockFiles([]record.File{Person(1)})
				if err != nil {
					return err
				}
				before := len(f[0].Standing.Views)
				if int64(before) != f[0].Changes-1 {
					return fmt.Errorf("read %d views after %d changes", before, f[0].Changes)
				}
				f[0].Standing.Views = append(f[0].Standing.Views, fmt.Sprint("view ", before))
				return tx.PutStandings(f)
			}); err != nil {
				return err
			}
		}
		return nil
	})
	read(t, a, func(tx archive.Tx) error {
		f, err := tx.Files([]record.File{Person(1)})
		same(t, "changes", f[0].Changes, writers*rounds)
		same(t, "views", len(f[0].Standing.Views), writers*rounds)
		return err
	})
}

// bothOrders: files and feeds named in opposite orders, and rows that do not
// exist yet, end all the same.
func bothOrders(t *testing.T, a archive.Archive) {
	const writers, rounds = 4, 8
	together(t, writers, func(ctx context.Context, w int) error {
		for round := range rounds {
			files := []record.File{Person(round), Person(round + 1), Person(round + 2)}
			names := []string{fmt.Sprint("town/", round), fmt.Sprint("town/", round+1)}
			if w%2 == 0 {
				slices.Reverse(files)
				slices.Reverse(names)
			}
			if err := a.Write(ctx, func(tx archive.Tx) error {
				if _, err := tx.LockJournal(ID("journal", w)); err != nil {
					return err
				}
				if _, err := tx.LockFiles(files); err != nil {
					return err
				}
				heads, err := tx.LockFeeds(names)
				if err != nil {
					return err
				}
				for _, h := range heads {
					line := archive.FeedLine{Position: h.Position + 1, Hash: HashOf(h.Position + 1), Directory: []byte(`{}`)}
					if err := tx.AddLines(h, []archive.FeedLine{line}); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	})
	read(t, a, func(tx archive.Tx) error {
		c, err := tx.Counts()
		same(t, "lines", c.Lines, writers*rounds*2)
		return err
	})
}

// together runs n at once and wants all to succeed.
func together(t *testing.T, n int, run func(ctx context.Context, i int) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var wait sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		wait.Go(func() {
			if errs[i] = run(ctx, i); errs[i] != nil {
				cancel()
			}
		})
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}
