package sqlite_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/sqlite"
)

// Names of the environment the program under test is told its work in.
const (
	childPath = "RUHUI_TEST_ARCHIVE"
	childCopy = "RUHUI_TEST_COPY"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		if err := child(path, os.Getenv(childCopy)); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() == "" {
		sqlite.FoldOften() // so that little has to be written to see it
	}
	os.Exit(m.Run())
}

// child stores without end, and prints each number that was committed and each
// that is safe.
func child(path, dir string) error {
	sqlite.FoldOften()
	ctx := context.Background()
	a, err := sqlite.Open(ctx, path, sqlite.Options{Copy: dir})
	if err != nil {
		return err
	}
	head, err := headOf(ctx, a)
	if err != nil {
		return err
	}
	for said := int64(-1); ; {
		n := int(head)
		if err := store(ctx, a, n+1, n+8, 1500); err != nil {
			return err
		}
		head += 8
		fmt.Println("stored", head)
		safe, err := a.Safe(ctx)
		if err != nil {
			return err
		}
		if safe[journal] != said {
			said = safe[journal]
			fmt.Println("safe", said)
		}
	}
}

func headOf(ctx context.Context, a archive.Archive) (head int64, err error) {
	err = a.Read(ctx, func(tx archive.Tx) error {
		j, err := tx.Journal(journal)
		head = j.Head
		return err
	})
	return head, err
}

// killed starts the child, kills it some time after it first said that something
// more than before is safe, and gives what it said last.
func killed(t *testing.T, path, dir string, before int64) (stored, safe int64) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childPath+"="+path, childCopy+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	watchdog := time.AfterFunc(5*time.Minute, func() { _ = cmd.Process.Kill() })
	defer watchdog.Stop()
	safe = -1
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word, number, _ := strings.Cut(lines.Text(), " ")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			t.Fatal("child said:", lines.Text())
		}
		if word == "stored" {
			stored = n
			continue
		}
		safe = n
		if n > before {
			before = 1 << 62
			// Any moment will do; it is the machine that decides what is going on then.
			time.AfterFunc(rand.N(150*time.Millisecond), func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait() // it was killed
	return stored, safe
}

func TestCopy_never_is_behind_what_is_called_safe(t *testing.T) {
	const kills = 20
	path, dir := made(t), t.TempDir()
	stored, safe := int64(0), int64(0)
	for kill := range kills {
		stored, safe = killed(t, path, dir, safe)
		if safe < 0 || safe > stored+8 { // the last that was stored may not have been printed
			t.Fatalf("kill %d: %d is safe of %d", kill, safe, stored)
		}
		wantWhole(t, fmt.Sprint("copy after kill ", kill), restored(t, dir), safe)
		if kill%3 == 2 { // another program opens it, and folds its log by closing it
			wantWhole(t, fmt.Sprint("archive after kill ", kill), path, stored)
		}
	}
	t.Logf("%d kills, %d events, %d safe at the last", kills, stored, safe)
}

// wantWhole opens an archive and looks that it has at least so many entries, and
// all up to its head.
func wantWhole(t *testing.T, what, path string, least int64) {
	t.Helper()
	a, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatalf("%s: open: %v", what, err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Errorf("%s: close: %v", what, err)
		}
	}()
	head, err := headOf(t.Context(), a)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if head < least {
		t.Fatalf("%s: holds %d, %d were promised", what, head, least)
	}
	if err := a.Read(t.Context(), func(tx archive.Tx) error {
		entries, err := tx.Entries(journal, 0, int(head)+1)
		if err == nil && int64(len(entries)) != head {
			t.Errorf("%s: %d entries up to %d", what, len(entries), head)
		}
		lines, err2 := tx.FeedHeads([]string{"town/1"})
		if err2 == nil && lines[0].Position != head {
			t.Errorf("%s: %d lines for %d entries", what, lines[0].Position, head)
		}
		return err
	}); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}
