package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruhui/store"
	"ruhui/store/ident"
	"ruhui/store/storetest"
)

// remembering is a terminal on a machine that remembers.
func remembering(t *testing.T) *storetest.Terminal {
	t.Helper()
	terminal := &storetest.Terminal{Memory: filepath.Join(t.TempDir(), "memory")}
	storetest.SetUp(t, terminal)
	return terminal
}

// work opens a folder, saves visits, closes it, and gives the case numbers and
// what the folder knows of being a copy.
func work(t *testing.T, terminal *storetest.Terminal, first, visits int) (numbers []ident.CaseNo, why store.CopyReason) {
	t.Helper()
	s, err := store.Open(terminal.Dir, terminal.Options())
	if err != nil {
		t.Fatal(err)
	}
	c, is, err := s.Copied(background)
	if err != nil || is != (c.Why != "") {
		t.Fatalf("copied %+v, %v, %v", c, is, err)
	}
	if m := c.Message(); is && (m.What == "" || m.Next == "") {
		t.Errorf("%s has no two lines", c.Why)
	}
	ses := storetest.SignIn(t, s)
	for n := first; n < first+visits; n++ {
		_, out, _ := storetest.Visit(t, ses, n)
		no, check := ident.ParseCaseNo(out.CaseNo)
		if check != (ident.Check{}) {
			t.Fatalf("number %s: %v", out.CaseNo, check)
		}
		numbers = append(numbers, no)
	}
	if v := verified(t, s); v.Err() != nil {
		t.Error(v.Err())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return numbers, c.Why
}

func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// own wants the numbers a terminal gives that is no copy.
func own(t *testing.T, numbers []ident.CaseNo, why store.CopyReason, first int) {
	t.Helper()
	if why != "" {
		t.Errorf("thinks it is a copy: %s", why)
	}
	for i, no := range numbers {
		if no.Seq != first+i {
			t.Errorf("number %d, want %d", no.Seq, first+i)
		}
	}
}

// blocked wants numbers in a row from a block.
func blocked(t *testing.T, numbers []ident.CaseNo, why, want store.CopyReason) int {
	t.Helper()
	if why != want {
		t.Errorf("copied: %q, want %q", why, want)
	}
	block := numbers[0].Seq / 100 * 100
	for _, no := range numbers {
		if no.Seq < 5000 || no.Seq/100*100 != block {
			t.Errorf("number %d, want one between 5000 and 9999 of the block %d", no.Seq, block)
		}
	}
	return block
}

func TestCopied_is_not_said_of_a_folder_that_goes_on(t *testing.T) {
	terminal := remembering(t)
	for life := range 3 {
		numbers, why := work(t, terminal, life*2, 2)
		own(t, numbers, why, life*2+1)
	}
	moved := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(terminal.Dir, moved); err != nil {
		t.Fatal(err)
	}
	terminal.Dir = moved
	numbers, why := work(t, terminal, 6, 1)
	own(t, numbers, why, 7)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(moved, link); err != nil {
		t.Fatal(err)
	}
	terminal.Dir = link // the same folder by another name
	numbers, why = work(t, terminal, 7, 1)
	own(t, numbers, why, 8)
	if err := os.RemoveAll(terminal.Memory); err != nil { // a profile that was cleared
		t.Fatal(err)
	}
	numbers, why = work(t, terminal, 8, 1)
	own(t, numbers, why, 9)
}

func TestCopied_yesterdays_folder_put_back(t *testing.T) {
	terminal := remembering(t)
	work(t, terminal, 0, 2)
	yesterday := filepath.Join(t.TempDir(), "yesterday")
	copyFolder(t, terminal.Dir, yesterday)
	terminal.Clock.Pass(24 * time.Hour)
	today, _ := work(t, terminal, 2, 3)
	if err := os.RemoveAll(terminal.Dir); err != nil {
		t.Fatal(err)
	}
	copyFolder(t, yesterday, terminal.Dir)
	numbers, why := work(t, terminal, 2, 3)
	blocked(t, numbers, why, store.CopyOlder)
	for i := range numbers {
		if numbers[i] == today[i] {
			t.Error("a number was given twice")
		}
	}
	again, why := work(t, terminal, 5, 2)
	if blocked(t, again, why, store.CopyOlder) != blocked(t, numbers, why, store.CopyOlder) || again[0].Seq != numbers[2].Seq+1 {
		t.Error("does not go on in its block")
	}
}

func TestCopied_folder_with_the_same_length_but_another_journal(t *testing.T) {
	terminal := remembering(t)
	work(t, terminal, 0, 1)
	kept := filepath.Join(t.TempDir(), "kept")
	copyFolder(t, terminal.Dir, kept)
	work(t, terminal, 1, 1)
	if err := os.RemoveAll(terminal.Dir); err != nil {
		t.Fatal(err)
	}
	copyFolder(t, kept, terminal.Dir)
	unseen := *terminal
	unseen.Memory = "" // it goes on where nobody remembers, as far as the one it lost
	work(t, &unseen, 2, 1)
	numbers, why := work(t, terminal, 3, 1)
	blocked(t, numbers, why, store.CopyOlder)
}

func TestCopied_folder_on_the_same_machine_used_by_turns(t *testing.T) {
	terminal := remembering(t)
	work(t, terminal, 0, 2)
	clone := *terminal
	clone.Dir = filepath.Join(t.TempDir(), "clone")
	copyFolder(t, terminal.Dir, clone.Dir)
	seen := map[ident.CaseNo]bool{}
	for turn := range 3 {
		numbers, why := work(t, &clone, 10+turn*4, 2)
		blocked(t, numbers, why, store.CopyFolder)
		originals, why := work(t, terminal, 12+turn*4, 2)
		own(t, originals, why, 3+turn*2)
		for _, no := range append(numbers, originals...) {
			if seen[no] {
				t.Errorf("number %d was given twice", no.Seq)
			}
			seen[no] = true
		}
	}
	// A copy of the copy draws a block of its own.
	second := clone
	second.Dir = filepath.Join(t.TempDir(), "second")
	copyFolder(t, clone.Dir, second.Dir)
	numbers, why := work(t, &second, 40, 2)
	blocked(t, numbers, why, store.CopyFolder)
	for _, no := range numbers {
		if seen[no] {
			t.Errorf("number %d was given twice", no.Seq)
		}
	}
}

func TestCopied_both_open_at_once(t *testing.T) {
	terminal := remembering(t)
	work(t, terminal, 0, 1)
	clone := *terminal
	clone.Dir = filepath.Join(t.TempDir(), "clone")
	copyFolder(t, terminal.Dir, clone.Dir)
	s := storetest.Reopen(t, terminal)
	ses := storetest.SignIn(t, s)
	_, out, _ := storetest.Visit(t, ses, 1)
	numbers, why := work(t, &clone, 1, 1)
	blocked(t, numbers, why, store.CopyFolder)
	if no, _ := ident.ParseCaseNo(out.CaseNo); no == numbers[0] {
		t.Error("both gave the same number")
	}
}

func TestCopied_folder_on_another_machine(t *testing.T) {
	terminal := remembering(t)
	work(t, terminal, 0, 2)
	away := *terminal
	away.Dir, away.Machine = filepath.Join(t.TempDir(), "away"), "another machine"
	away.Memory = filepath.Join(t.TempDir(), "memory")
	copyFolder(t, terminal.Dir, away.Dir)
	numbers, why := work(t, &away, 2, 2)
	blocked(t, numbers, why, store.CopyMachine)
	originals, why := work(t, terminal, 2, 2)
	own(t, originals, why, 3)
	numbers, why = work(t, &away, 4, 1)
	blocked(t, numbers, why, store.CopyMachine)
}

func TestCopied_a_restored_backup_and_the_number_it_is_given(t *testing.T) {
	terminal := remembering(t)
	s := storetest.Reopen(t, terminal)
	ses := storetest.SignIn(t, s)
	storetest.Visit(t, ses, 0)
	b := backed(t, s, store.ClosingBackup)
	storetest.Visit(t, ses, 1)
	again, _ := restored(t, terminal, b.Path)
	numbers, why := work(t, again, 1, 2)
	blocked(t, numbers, why, store.CopyRestored)

	r := storetest.Reopen(t, again)
	wantKey(t, r.TakeNumber(background, 99), store.KeyInternal)
	if err := r.TakeNumber(background, 7); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	numbers, why = work(t, again, 3, 2)
	own(t, numbers, why, 2)
	if numbers[0].Terminal != 7 {
		t.Errorf("terminal %d", numbers[0].Terminal)
	}
}

func TestCopied_goes_on_in_another_block_when_one_is_used_up(t *testing.T) {
	terminal := remembering(t)
	work(t, terminal, 0, 1)
	terminal.Machine = "another machine"
	s := storetest.Reopen(t, terminal)
	ses := storetest.SignIn(t, s)
	seen := map[string]bool{}
	blocks := map[int]bool{}
	for range 250 {
		no, err := ses.NextCaseNo(background)
		if err != nil {
			t.Fatal(err)
		}
		if seen[no] {
			t.Fatal("a number was given twice")
		}
		seen[no] = true
		n, check := ident.ParseCaseNo(no)
		if check != (ident.Check{}) {
			t.Fatalf("%s: %v", no, check)
		}
		blocks[n.Seq/100] = true
	}
	if len(blocks) != 3 {
		t.Errorf("%d blocks for 250 numbers", len(blocks))
	}
	no := must[string](t)(ses.NextMemberNo(background))
	if n, check := ident.ParseMemberNo(no); check != (ident.Check{}) || n.Seq < 50000 {
		t.Errorf("member number %d: %v", n.Seq, check)
	}
}

func TestCopied_a_memory_that_cannot_be_written_keeps_no_window_closed(t *testing.T) {
	terminal := remembering(t)
	if err := os.WriteFile(terminal.Memory, []byte("样例"), 0o600); err != nil { // a file where the folder would be
		t.Fatal(err)
	}
	numbers, why := work(t, terminal, 0, 1)
	own(t, numbers, why, 1)
}

func TestMemory_holds_nothing_of_persons(t *testing.T) {
	terminal := remembering(t)
	work(t, terminal, 0, 2)
	files := must[[]string](t)(filepath.Glob(filepath.Join(terminal.Memory, "*")))
	if len(files) != 1 {
		t.Fatalf("%d files", len(files))
	}
	text := string(must[[]byte](t)(os.ReadFile(files[0])))
	for n := range 2 {
		v := storetest.VisitorN(n)
		if strings.Contains(text, v.Name) || strings.Contains(text, v.Number) || strings.Contains(text, "JZ") {
			t.Error("something of a visitor")
		}
	}
}
