package store_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
	"ruhui/store/storetest/seed"
)

// A test that kills needs somebody to kill: the test binary itself, told by
// these to be a terminal.
const (
	childEnv  = "RUHUI_TEST_CHILD"
	dirEnv    = "RUHUI_TEST_DIR"
	firstEnv  = "RUHUI_TEST_FIRST"
	fileEnv   = "RUHUI_TEST_FILE"
	codeEnv   = "RUHUI_TEST_CODE"
	savesRole = "saves"
	setupRole = "setup"
	openRole  = "open"
)

func TestMain(m *testing.M) {
	var err error
	switch os.Getenv(childEnv) {
	case savesRole:
		err = saveForEver()
	case draftsRole:
		err = typeForEver()
	case setupRole:
		err = setUpOnce()
	case openRole:
		err = openOnce()
	case backupRole:
		err = backUpForEver()
	case restoreRole:
		err = restoreOnce()
	case eraseRole:
		err = eraseOnce()
	case memoryRole:
		err = rememberAndWait()
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Println("error", store.KeyOf(err), err)
		os.Exit(1)
	}
}

// saveForEver acknowledges each saved visit on standard output, as a window does
// by printing its slip.
func saveForEver() error {
	terminal := storetest.Terminal{Clock: storetest.NewClock()}
	s, err := store.Open(os.Getenv(dirEnv), terminal.Options())
	if err != nil {
		return err
	}
	ses, err := s.SignIn(background, demo.Login, demo.Password)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(os.Getenv(firstEnv))
	if err != nil {
		return err
	}
	for ; ; n++ {
		sit := storetest.Sitting(&testing.B{}, ses, storetest.VisitorN(n))
		out, _, err := storetest.Save(ses, sit)
		if err != nil {
			return err
		}
		fmt.Println(out.CaseNo, out.JoinNo)
	}
}

func setUpOnce() error {
	file, err := os.ReadFile(os.Getenv(fileEnv))
	if err != nil {
		return err
	}
	terminal := storetest.Terminal{Clock: storetest.NewClock()}
	fmt.Println("begins")
	return store.SetUp(os.Getenv(dirEnv), file, os.Getenv(codeEnv), terminal.Options())
}

func openOnce() error {
	terminal := storetest.Terminal{Clock: storetest.NewClock()}
	s, err := store.Open(os.Getenv(dirEnv), terminal.Options())
	if err != nil {
		return err
	}
	return s.Close()
}

func child(t *testing.T, role string, env ...string) (*exec.Cmd, io.Reader) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(append(os.Environ(), childEnv+"="+role), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

func TestInvariant9_what_was_acknowledged_survives_a_kill(t *testing.T) {
	terminal := &storetest.Terminal{}
	storetest.SetUp(t, terminal)
	rng := rand.New(rand.NewPCG(seed.Of(t, 2010), 6))
	var acknowledged []string
	for kill := range 30 {
		acknowledged = append(acknowledged, killed(t, terminal.Dir, kill*1000, rng)...)
	}
	if len(acknowledged) < 60 {
		t.Fatalf("only %d numbers acknowledged in 30 lives", len(acknowledged))
	}

	s := storetest.Reopen(t, terminal)
	ses := storetest.SignIn(t, s)
	if v := verified(t, s); v.Err() != nil {
		t.Fatalf("after the kills: %+v", v)
	}
	cases := must[[]string](t)(s.Column(background, `SELECT no FROM residence_case`))
	joins := must[[]string](t)(s.Column(background, `SELECT no FROM membership`))
	if len(cases) != len(joins) {
		t.Errorf("%d cases and %d applications: half an act", len(cases), len(joins))
	}
	everyOnce(t, acknowledged, slices.Concat(cases, joins))
	wholeActs(t, s)
	before := dump(t, ses)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if dump(t, ses) != before {
		t.Error("lists did not say what the events say")
	}
}

// killed lets a child save and kills it in the midst of it; it gives the numbers
// the child had acknowledged.
func killed(t *testing.T, dir string, first int, rng *rand.Rand) []string {
	t.Helper()
	cmd, out := child(t, savesRole, dirEnv+"="+dir, firstEnv+"="+strconv.Itoa(first))
	lines := bufio.NewScanner(out)
	var numbers []string
	for after := 1 + rng.IntN(4); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "error") {
			t.Fatal(lines.Text())
		}
		numbers = append(numbers, strings.Fields(lines.Text())...)
		if after--; after == 0 {
			time.AfterFunc(time.Duration(rng.IntN(4000))*time.Microsecond, func() {
				_ = cmd.Process.Kill() // already gone is as good
			})
		}
	}
	_ = cmd.Wait() // killed: that is the point
	return numbers
}

func everyOnce(t *testing.T, acknowledged, kept []string) {
	t.Helper()
	count := map[string]int{}
	for _, no := range kept {
		if count[no]++; count[no] > 1 {
			t.Errorf("number %s was given twice", no)
		}
	}
	for _, no := range acknowledged {
		if count[no] != 1 {
			t.Errorf("acknowledged number %s is there %d times", no, count[no])
		}
	}
}

// wholeActs: every act in the journal ends with its hash and has all its events.
func wholeActs(t *testing.T, s *store.Store) {
	t.Helper()
	for _, n := range must[[]string](t)(s.Column(background, `SELECT count(*) FROM entry n JOIN event e ON e.id = n.event GROUP BY e.act`)) {
		if n != "14" {
			t.Errorf("an act has %s events, want 14", n)
		}
	}
}

func TestSetUp_survives_being_killed(t *testing.T) {
	d := storetest.District(t, false)
	rng := rand.New(rand.NewPCG(seed.Of(t, 2010), 7))
	file, code, err := d.SetupFile(1, demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		dir := filepath.Join(t.TempDir(), "folder")
		path := filepath.Join(t.TempDir(), "setup")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		cmd, out := child(t, setupRole, dirEnv+"="+dir, fileEnv+"="+path, codeEnv+"="+code)
		lines := bufio.NewScanner(out)
		lines.Scan()
		time.AfterFunc(time.Duration(rng.IntN(60))*time.Millisecond, func() {
			_ = cmd.Process.Kill() // it may have finished
		})
		_ = cmd.Wait() // killed or done
		terminal := &storetest.Terminal{Dir: dir, Clock: storetest.NewClock()}
		if err := store.SetUp(dir, file, code, terminal.Options()); err != nil && store.KeyOf(err) != store.KeySetUpAlready {
			t.Fatal(err)
		}
		storetest.Visit(t, storetest.SignIn(t, storetest.Reopen(t, terminal)), 0)
	}
}
