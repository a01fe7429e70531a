package store_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
	"ruhui/store/storetest/seed"
)

const draftsRole = "drafts"

// typed is what a visit has in its forms after the card and some typing.
func typed(n int) map[string]string {
	v := storetest.VisitorN(n)
	return map[string]string{store.DraftName: v.Name, store.DraftStep: "residence", "document": v.Number, "typed.Mobile": v.Mobile,
		"typed.Address": v.Home, "typed.Landlord": "演示房东", "typed.Note": ""}
}

// draftOf opens a draft for the n-th visitor.
func draftOf(tb testing.TB, ses *store.Session, n int) uuid.UUID {
	tb.Helper()
	visit := uuid.New()
	if err := ses.OpenDraft(background, visit, typed(n)); err != nil {
		tb.Fatal(err)
	}
	return visit
}

func drafts(tb testing.TB, ses *store.Session) []store.Draft {
	tb.Helper()
	return must[[]store.Draft](tb)(ses.Drafts(background))
}

func TestDraft_gives_every_field_back_after_a_restart(t *testing.T) {
	terminal, s, ses := opened(t)
	visit, other := draftOf(t, ses, 0), draftOf(t, ses, 1)
	if err := ses.SaveDraft(background, visit, map[string]string{"typed.Address": "样例路9号", store.DraftStep: "union"}, "typed.Landlord"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	ses = storetest.SignIn(t, storetest.Reopen(t, terminal))
	want := typed(0)
	want["typed.Address"], want[store.DraftStep] = "样例路9号", "union"
	delete(want, "typed.Landlord")
	if got := must[store.Draft](t)(ses.Draft(background, visit)); !maps.Equal(got.Fields, want) {
		t.Errorf("draft has %d fields, not the %d that were left", len(got.Fields), len(want))
	}
	if got := must[store.Draft](t)(ses.Draft(background, other)); !maps.Equal(got.Fields, typed(1)) {
		t.Error("the other visitor's draft is not as it was left")
	}
	list := drafts(t, ses)
	if len(list) != 2 || list[0].Visit != visit || list[0].Step != "union" || list[0].Name != "张*试" {
		t.Errorf("listed %d drafts, the first at %q", len(list), list[0].Step)
	}
	if strings.Contains(fmt.Sprint(list), storetest.VisitorN(0).Name) || list[0].Fields != nil {
		t.Error("the list tells more than it shows")
	}
}

func TestDraft_parked_is_taken_up_by_a_colleague(t *testing.T) {
	_, s, ses := opened(t)
	colleague := storetest.SignInAs(t, s, demo.Counsellor)
	visit := draftOf(t, ses, 0)
	if n := len(drafts(t, colleague)); n != 0 {
		t.Fatalf("a colleague sees %d drafts of another", n)
	}
	_, err := colleague.TakeDraft(background, visit)
	wantKey(t, err, store.KeyDraftGone)

	if err := ses.ParkDraft(background, visit); err != nil {
		t.Fatal(err)
	}
	if list := drafts(t, colleague); len(list) != 1 || !list[0].Parked || list[0].Staff != ses.Staff().ID {
		t.Fatalf("a colleague sees %d drafts, want the parked one", len(list))
	}
	wantKey(t, ses.SaveDraft(background, visit, map[string]string{"typed.Mobile": "1"}), store.KeyDraftGone)
	got := must[store.Draft](t)(colleague.TakeDraft(background, visit))
	if !maps.Equal(got.Fields, typed(0)) || got.Staff != colleague.Staff().ID || got.Parked {
		t.Errorf("taken up: %d fields, parked %v", len(got.Fields), got.Parked)
	}
	if len(drafts(t, ses)) != 0 {
		t.Error("who parked it still lists it")
	}
	wantKey(t, ses.SaveDraft(background, visit, map[string]string{"typed.Mobile": "1"}), store.KeyDraftGone)
	if err := ses.DropDraft(background, visit); err != nil {
		t.Fatal(err)
	}
	if err := colleague.SaveDraft(background, visit, map[string]string{"typed.Mobile": "19900000001"}); err != nil {
		t.Errorf("another's giving up took the draft away: %v", err)
	}
}

func TestDraft_goes_with_the_act_or_stays_when_it_is_refused(t *testing.T) {
	_, _, ses := opened(t)
	sit := storetest.Sitting(t, ses, storetest.VisitorN(0))
	if err := ses.OpenDraft(background, sit.Visit, typed(0)); err != nil {
		t.Fatal(err)
	}
	save := func(fail error) error {
		_, err := ses.Record(background, record.RoleWindowClerk, sit.Visit, func(tx *store.Tx) ([]record.Fact, error) {
			if err := tx.DropDraft(sit.Visit); err != nil {
				return nil, err
			}
			facts, _, err := sit.Facts(&record.Person{}, tx)
			if fail != nil {
				err = fail
			}
			return facts, err
		})
		return err
	}
	if err := save(os.ErrDeadlineExceeded); err == nil {
		t.Fatal("saved in spite of an error")
	}
	if got := must[store.Draft](t)(ses.Draft(background, sit.Visit)); !maps.Equal(got.Fields, typed(0)) {
		t.Error("a refused save took the draft along")
	}
	if err := save(nil); err != nil {
		t.Fatal(err)
	}
	_, err := ses.Draft(background, sit.Visit)
	wantKey(t, err, store.KeyDraftGone)
	wantKey(t, ses.SaveDraft(background, sit.Visit, typed(0)), store.KeyDraftGone) // one that comes late
	if len(drafts(t, ses)) != 0 {
		t.Error("a saved visit is still a draft")
	}
}

func TestDraft_expires_after_thirty_days_untouched(t *testing.T) {
	terminal, s, ses := opened(t)
	old, touched := draftOf(t, ses, 0), draftOf(t, ses, 1)
	if err := ses.ParkDraft(background, old); err != nil {
		t.Fatal(err)
	}
	terminal.Clock.Pass(29 * 24 * time.Hour)
	if err := ses.SaveDraft(background, touched, map[string]string{"typed.Mobile": "19900000002"}); err != nil {
		t.Fatal(err)
	}
	if n := storetest.SignIn(t, s).ExpiredDrafts(); n != 0 {
		t.Errorf("%d drafts expired after 29 days", n)
	}
	terminal.Clock.Pass(25 * time.Hour)
	if n := storetest.SignIn(t, s).ExpiredDrafts(); n != 0 {
		t.Errorf("%d drafts expired by a clock the district has not confirmed for weeks", n)
	}
	if err := s.TakeProven(background, record.HLCOf(terminal.Clock.Now())); err != nil {
		t.Fatal(err)
	}
	if err := ses.Confirm(background, demo.Password); err != nil || len(drafts(t, ses)) != 2 {
		t.Errorf("unlocking the screen removed a draft or failed: %v", err)
	}
	again := storetest.SignIn(t, s)
	if n := again.ExpiredDrafts(); n != 1 {
		t.Errorf("%d drafts expired, want 1", n)
	}
	if list := drafts(t, again); len(list) != 1 || list[0].Visit != touched {
		t.Errorf("%d drafts left, want the one that was touched", len(list))
	}
	if n := must[[]string](t)(s.Column(background, `SELECT count(*) FROM draft_field f WHERE f.draft NOT IN (SELECT id FROM draft)`)); n[0] != "0" {
		t.Errorf("%s fields are left of no draft", n[0])
	}
}

func TestDraft_leaves_nothing_readable_on_disk(t *testing.T) {
	terminal, s, ses := opened(t)
	var secrets []string
	for n := range 5 {
		draftOf(t, ses, n)
		v := storetest.VisitorN(n)
		secrets = append(secrets, v.Name, v.Number, v.Mobile, v.Home, v.Number[6:14])
	}
	secrets = append(secrets, "演示房东")
	grep(t, terminal.Dir, secrets) // with the log beside it
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	grep(t, terminal.Dir, secrets)
}

func TestDraft_overwritten_and_dropped_values_are_gone_from_disk(t *testing.T) {
	terminal, s, ses := opened(t)
	visit := draftOf(t, ses, 0)
	first := sealedFields(t, s)
	if err := ses.SaveDraft(background, visit, map[string]string{"typed.Address": strings.Repeat("样例路", 30)}); err != nil {
		t.Fatal(err)
	}
	if err := ses.DropDraft(background, visit); err != nil {
		t.Fatal(err)
	}
	if err := s.Checkpoint(background); err != nil {
		t.Fatal(err)
	}
	data := folderBytes(t, terminal.Dir)
	for i, sealed := range first {
		if bytes.Contains(data, sealed) {
			t.Errorf("sealed value %d of %d is still on disk", i, len(first))
		}
	}
}

func sealedFields(t *testing.T, s *store.Store) [][]byte {
	t.Helper()
	var all [][]byte
	for _, text := range must[[]string](t)(s.Column(background, `SELECT hex(sealed) FROM draft_field`)) {
		all = append(all, must[[]byte](t)(hex.DecodeString(text)))
	}
	if len(all) != len(typed(0)) {
		t.Fatalf("%d sealed fields, want %d", len(all), len(typed(0)))
	}
	return all
}

func folderBytes(t *testing.T, dir string) []byte {
	t.Helper()
	var data []byte
	for _, path := range must[[]string](t)(filepath.Glob(filepath.Join(dir, "*", "*"))) {
		if b, err := os.ReadFile(path); err == nil {
			data = append(data, b...)
		}
	}
	if len(data) < 100_000 {
		t.Fatalf("read %d bytes", len(data))
	}
	return data
}

func TestDraft_value_opens_nowhere_else(t *testing.T) {
	for name, spoil := range map[string]string{
		"another visit": `UPDATE draft_field SET sealed = (SELECT f.sealed FROM draft_field f WHERE f.draft = 1 AND f.field = 'name')
			WHERE draft = 2 AND field = 'name'`,
		"another field": `UPDATE draft_field SET sealed = (SELECT f.sealed FROM draft_field f WHERE f.draft = 2 AND f.field = 'document')
			WHERE draft = 2 AND field = 'name'`,
	} {
		t.Run(name, func(t *testing.T) {
			_, s, ses := opened(t)
			draftOf(t, ses, 0)
			second := draftOf(t, ses, 1)
			if err := s.Spoil(background, spoil); err != nil {
				t.Fatal(err)
			}
			_, err := ses.Draft(background, second)
			wantKey(t, err, store.KeyDamaged)
			list := drafts(t, ses)
			if len(list) != 2 || list[0].Damaged || !list[1].Damaged || list[1].Name != "" {
				t.Errorf("a spoiled draft is not listed as such")
			}
		})
	}
}

func TestDraft_is_refused_to_technicians_and_after_signing_out(t *testing.T) {
	_, s, ses := opened(t)
	visit := draftOf(t, ses, 0)
	tech := storetest.SignInAs(t, s, demo.Technician)
	_, err := tech.Drafts(background)
	wantKey(t, err, store.KeyNoRecords)
	wantKey(t, tech.SaveDraft(background, visit, nil), store.KeyNoRecords)
	if err := ses.SignOut(background); err != nil {
		t.Fatal(err)
	}
	_, err = ses.TakeDraft(background, visit)
	wantKey(t, err, store.KeySignedOut)
}

// typeForEver fills in one field after the other, and says so on standard
// output when it is kept.
func typeForEver() error {
	terminal := storetest.Terminal{Clock: storetest.NewClock()}
	s, err := store.Open(os.Getenv(dirEnv), terminal.Options())
	if err != nil {
		return err
	}
	ses, err := s.SignIn(background, demo.Login, demo.Password)
	if err != nil {
		return err
	}
	visit := uuid.New()
	if err := ses.OpenDraft(background, visit, nil); err != nil {
		return err
	}
	for n := 0; ; n++ {
		if err := ses.SaveDraft(background, visit, map[string]string{fieldN(n): strconv.Itoa(n)}); err != nil {
			return err
		}
		fmt.Println(visit, n)
	}
}

// fieldN: after forty fields the clerk goes back and changes the first.
func fieldN(n int) string { return "typed." + strconv.Itoa(n%40) }

func TestDraft_survives_being_killed_while_typing(t *testing.T) {
	terminal := &storetest.Terminal{}
	storetest.SetUp(t, terminal)
	rng := rand.New(rand.NewPCG(seed.Of(t, 2010), 8))
	left := map[uuid.UUID]int{} // the last field that was acknowledged
	total := 0
	for range 20 {
		visit, n := killedTyping(t, terminal.Dir, rng)
		left[visit] = n
		total += n + 1
	}
	s := storetest.Reopen(t, terminal)
	ses := storetest.SignIn(t, s)
	if n := len(drafts(t, ses)); n != len(left) {
		t.Fatalf("%d drafts, want %d", n, len(left))
	}
	for visit, last := range left {
		d := must[store.Draft](t)(ses.Draft(background, visit))
		for n := max(0, last-39); n <= last; n++ {
			// The one field in the making may be kept as well.
			if got := d.Fields[fieldN(n)]; got != strconv.Itoa(n) && got != strconv.Itoa(n+40) {
				t.Errorf("field %d of %d was left and is not there", n, last)
			}
		}
	}
	if v := verified(t, s); v.Err() != nil {
		t.Errorf("after the kills: %v", v.Err())
	}
	t.Logf("%d kills, %d fields acknowledged", len(left), total)
}

// killedTyping lets a child type and kills it in the midst of it.
func killedTyping(t *testing.T, dir string, rng *rand.Rand) (visit uuid.UUID, last int) {
	t.Helper()
	cmd, out := child(t, draftsRole, dirEnv+"="+dir)
	lines := bufio.NewScanner(out)
	last = -1
	for after := 1 + rng.IntN(120); lines.Scan(); {
		id, n, two := strings.Cut(lines.Text(), " ")
		if !two || id == "error" {
			t.Fatal(lines.Text())
		}
		visit, last = uuid.MustParse(id), must[int](t)(strconv.Atoi(n))
		if after--; after == 0 {
			time.AfterFunc(time.Duration(rng.IntN(1500))*time.Microsecond, func() {
				_ = cmd.Process.Kill() // already gone is as good
			})
		}
	}
	_ = cmd.Wait() // killed: that is the point
	return visit, last
}
