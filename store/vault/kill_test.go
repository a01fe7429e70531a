package vault

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"filippo.io/age"
)

// A test that kills needs somebody to kill: the test binary itself, told by
// these to rewrite a vault and to end at a step of it.
const (
	killDirEnv  = "RUHUI_TEST_VAULT"
	killOldEnv  = "RUHUI_TEST_OLD"
	killNewEnv  = "RUHUI_TEST_NEW"
	killStepEnv = "RUHUI_TEST_STEP"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDirEnv); dir != "" {
		os.Exit(rotateAndDie(dir))
	}
	os.Exit(m.Run())
}

// rotateAndDie gives 0 when the rewrite had fewer steps than it was to survive.
func rotateAndDie(dir string) int {
	old, err := age.ParseX25519Identity(os.Getenv(killOldEnv))
	if err != nil {
		return 2
	}
	to, err := ParseRecipient(os.Getenv(killNewEnv))
	if err != nil {
		return 2
	}
	left, err := strconv.Atoi(os.Getenv(killStepEnv))
	if err != nil {
		return 2
	}
	k, err := Load(dir, old)
	if err != nil {
		return 2
	}
	reached = func() {
		if left--; left < 0 {
			kill()
		}
	}
	if err := k.Rotate(dir, to); err != nil {
		return 2
	}
	return 0
}

// kill ends this process as a power cut does: nothing deferred runs.
func kill() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		os.Exit(3)
	}
	select {}
}

func TestVaultOpensAfterAKillAtEveryStepOfARewrite(t *testing.T) {
	killed := 0
	for n := 0; ; n++ {
		dir, old, present := t.TempDir(), identity(t), identity(t)
		k, err := Create(dir, old.Recipient())
		if err != nil {
			t.Fatalf("create: %v", err)
		}
		first := seal(t, k, "row", "first")
		if err := k.Rotate(dir, old.Recipient()); err != nil { // so that there is one to keep
			t.Fatalf("rotate: %v", err)
		}
		second := seal(t, k, "row", "second")
		if dieAt(t, n, dir, old, present) {
			wantOneStillOpens(t, dir, old, present, first, second)
			killed++
			continue
		}
		if _, err := Load(dir, present); err != nil {
			t.Errorf("not killed and not rewritten: %v", err)
		}
		break
	}
	if killed < 10 { // two files of five steps each
		t.Errorf("killed at %d steps, want at least 10", killed)
	}
	t.Logf("killed at each of %d steps", killed)
}

// dieAt says whether the rewrite was killed after n steps; otherwise it ended.
func dieAt(t *testing.T, n int, dir string, old, present *age.X25519Identity) bool {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), killDirEnv+"="+dir, killOldEnv+"="+old.String(),
		killNewEnv+"="+present.Recipient().String(), killStepEnv+"="+strconv.Itoa(n))
	err = cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code == 2 || code == 3 {
		t.Fatalf("step %d: child: %v", n, err)
	}
	return err != nil
}

// wantOneStillOpens: the vault itself opens, for the old centre or the new one,
// so does the one kept, and the next rewrite is not disturbed by what was left.
func wantOneStillOpens(t *testing.T, dir string, old, present *age.X25519Identity, first, second []byte) {
	t.Helper()
	k, err := Load(dir, present, old)
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	wantOpen(t, k, "row", first, "first")
	wantOpen(t, k, "row", second, "second")
	kept, err := LoadKept(dir, present, old)
	if err != nil {
		t.Fatalf("load the one before: %v", err)
	}
	wantOpen(t, kept, "row", first, "first")
	if err := k.Rotate(dir, present.Recipient()); err != nil {
		t.Fatalf("rotate after the kill: %v", err)
	}
	wantOpen(t, mustLoad(t, dir, present), "row", second, "second")
	if left, err := filepath.Glob(filepath.Join(dir, "*"+writeSuffix)); err != nil || len(left) > 0 {
		t.Errorf("left over: %d files, %v", len(left), err)
	}
}
