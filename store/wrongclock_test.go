package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
)

const years = 365 * 24 * time.Hour

// One save while the clock stood in 2038 leaves the journal's time there. Backups
// must be made each day all the same, and the oldest of them go, not the newest.
func TestFault_clock_once_ahead_stops_no_backups(t *testing.T) {
	terminal, s, ses := opened(t)
	terminal.Clock.Pass(12 * years)
	storetest.Visit(t, ses, 0)
	terminal.Clock.Pass(-12 * years)
	var last store.Backed
	for day := range 20 {
		if !s.BackupDue() {
			t.Fatalf("on day %d no backup is due", day)
		}
		storetest.Visit(t, ses, 1+day)
		last = backed(t, s, store.DailyBackup)
		if s.BackupDue() {
			t.Fatalf("due again on day %d", day)
		}
		if _, err := os.Stat(last.Path); err != nil {
			t.Fatal(err)
		}
		terminal.Clock.Pass(24 * time.Hour)
	}
	kept := must[[]string](t)(filepath.Glob(filepath.Join(s.BackupFolder(), "*.age")))
	if len(kept) != 14 {
		t.Fatalf("%d backups kept", len(kept))
	}
	newest, oldest := int64(0), int64(1<<40)
	for _, path := range kept {
		_, r := restored(t, terminal, path)
		newest, oldest = max(newest, r.Entries), min(oldest, r.Entries)
	}
	if newest != 21*14 || oldest != 8*14 {
		t.Errorf("kept are those of %d to %d entries, want the newest: %d to %d", oldest, newest, 8*14, 21*14)
	}
}

// Neither a clock that is ahead at a sign-in nor one that was behind while
// somebody typed takes a parked visit away.
func TestFault_wrong_clock_takes_no_draft_away(t *testing.T) {
	for name, c := range map[string]struct{ typing, later time.Duration }{
		"ahead at the sign-in": {0, 12 * years},
		"behind while typed":   {-20 * years, 20 * years},
	} {
		t.Run(name, func(t *testing.T) {
			terminal, s, ses := opened(t)
			storetest.Visit(t, ses, 0)
			terminal.Clock.Pass(c.typing)
			visit := uuid.New()
			if err := ses.OpenDraft(background, visit, typed(1)); err != nil {
				t.Fatal(err)
			}
			if err := ses.ParkDraft(background, visit); err != nil {
				t.Fatal(err)
			}
			terminal.Clock.Pass(c.later)
			again := storetest.SignIn(t, s)
			if n := again.ExpiredDrafts(); n != 0 {
				t.Errorf("%d drafts removed", n)
			}
			if again.ClockDoubt() { // and once the clerk has given the date
				again.SetDate(demo.Today)
				if n := storetest.SignIn(t, s).ExpiredDrafts(); n != 0 {
					t.Errorf("%d drafts removed once the date was asked for", n)
				}
			}
			if _, err := again.Draft(background, visit); err != nil {
				t.Errorf("the visit is gone: %v", err)
			}
			again.SetDate(demo.Today.AddDays(32))
			if n := storetest.SignIn(t, s).ExpiredDrafts(); n != 1 {
				t.Errorf("%d drafts removed a month later by the date that was asked for, want 1", n)
			}
		})
	}
}
