package store_test

import (
	"testing"

	"ruhui/store"
	"ruhui/store/storetest"
)

// A disk that is full or cannot be written, as SQLite tells it.
func TestRecord_says_what_the_disk_says_and_goes_on_afterwards(t *testing.T) {
	for name, c := range map[string]struct{ spoil, mend, key string }{
		"full":      {`PRAGMA max_page_count = 1`, `PRAGMA max_page_count = 4294967294`, store.KeyDiskFull},
		"read only": {`PRAGMA query_only = 1`, `PRAGMA query_only = 0`, store.KeyReadOnlyFolder},
	} {
		t.Run(name, func(t *testing.T) {
			_, s, ses := opened(t)
			_, out, _ := storetest.Visit(t, ses, 0)
			before := dump(t, ses)
			if err := s.Spoil(background, c.spoil); err != nil {
				t.Fatal(err)
			}
			failed := 0
			for n := 1; n < 30; n++ { // pages that are begun take a visit or two
				_, _, err := storetest.Save(ses, storetest.Sitting(t, ses, storetest.VisitorN(n)))
				if err == nil {
					before = dump(t, ses)
					out.CaseNo = ""
					continue
				}
				wantKey(t, err, c.key)
				failed++
			}
			if failed == 0 {
				t.Fatal("nothing failed")
			}
			if got := dump(t, ses); got != before {
				t.Errorf("a save that failed left\n%s", got)
			}
			if err := s.Spoil(background, c.mend, `PRAGMA foreign_keys = 1`); err != nil {
				t.Fatal(err)
			}
			_, next, _ := storetest.Visit(t, ses, 50)
			if out.CaseNo != "" && seqOf(t, next.CaseNo) != seqOf(t, out.CaseNo)+1 {
				t.Errorf("after %s came %s", out.CaseNo, next.CaseNo)
			}
			if v := verified(t, s); v.Err() != nil {
				t.Error(v.Err())
			}
		})
	}
}
