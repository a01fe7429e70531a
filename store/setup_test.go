package store_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/setup"
	"ruhui/store/storetest"
)

func TestOpen_refuses_a_folder_that_is_not_set_up(t *testing.T) {
	dir := t.TempDir()
	_, err := store.Open(dir, store.Options{})
	wantKey(t, err, store.KeyNotSetUp)
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("asking left %d files, %v", len(files), err)
	}
}

func TestSetUp_refuses(t *testing.T) {
	real, sham := storetest.District(t, false), storetest.District(t, true)
	file, code, err := real.SetupFile(1, demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	shamFile, shamCode, err := sham.SetupFile(setup.DemoTerminal, demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	o := (&storetest.Terminal{Clock: storetest.NewClock()}).Options()
	demoOptions := (&storetest.Terminal{Clock: storetest.NewClock(), Demo: true}).Options()
	for name, c := range map[string]struct {
		file []byte
		code string
		opt  store.Options
		key  string
	}{
		"wrong code":       {file, setup.NewCode(), o, string(setup.WrongCode)},
		"damaged file":     {file[:len(file)-9], code, o, string(setup.Damaged)},
		"another file":     {[]byte("photograph"), code, o, string(setup.NotASetup)},
		"demo as real":     {shamFile, shamCode, o, store.KeyDemoSetUp},
		"real in the demo": {file, code, demoOptions, store.KeyRealSetUp},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "folder")
			wantKey(t, store.SetUp(dir, c.file, c.code, c.opt), c.key)
			if err := store.SetUp(dir, file, code, o); err != nil {
				t.Errorf("afterwards it cannot be set up: %v", err)
			}
			wantKey(t, store.SetUp(dir, file, code, o), store.KeySetUpAlready)
		})
	}
}

func TestOpen_keeps_demonstration_and_real_work_apart(t *testing.T) {
	for _, isDemo := range []bool{false, true} {
		terminal := &storetest.Terminal{Demo: isDemo}
		s := storetest.Open(t, terminal)
		if s.Demo() != isDemo {
			t.Errorf("Demo() = %v", s.Demo())
		}
		if isDemo && (s.Today() != demo.Today || s.Terminal().Number != setup.DemoTerminal) {
			t.Errorf("demonstration on %s with number %d", s.Today(), s.Terminal().Number)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		wrong := terminal.Options()
		wrong.Demo, wrong.Today = !isDemo, civil.Date{}
		key := store.KeyRealFolder
		if isDemo {
			key = store.KeyDemoFolder
		}
		_, err := store.Open(terminal.Dir, wrong)
		wantKey(t, err, key)
		storetest.SignIn(t, storetest.Reopen(t, terminal))
	}
}

func TestOpen_refuses_a_second_one(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	_, err := store.Open(terminal.Dir, terminal.Options())
	wantKey(t, err, store.KeyFolderInUse)

	cmd, out := child(t, openRole, dirEnv+"="+terminal.Dir)
	var said bytes.Buffer
	if _, err := said.ReadFrom(out); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil || !strings.HasPrefix(said.String(), "error "+store.KeyFolderInUse) {
		t.Errorf("another process: %v, said %q", err, said.String())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	storetest.Reopen(t, terminal)
}

func TestOpen_refuses_other_databases(t *testing.T) {
	for name, c := range map[string]struct{ spoil, key string }{
		"of a newer program":   {`PRAGMA user_version = 99`, store.KeyNewerProgram},
		"of another program":   {`PRAGMA application_id = 7`, store.KeyForeignFile},
		"without its terminal": {`DELETE FROM self`, store.KeyDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			terminal := &storetest.Terminal{}
			s := storetest.Open(t, terminal)
			if err := s.Spoil(background, c.spoil); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			_, err := store.Open(terminal.Dir, terminal.Options())
			wantKey(t, err, c.key)
		})
	}
	t.Run("not a database", func(t *testing.T) {
		terminal := &storetest.Terminal{}
		storetest.SetUp(t, terminal)
		path := filepath.Join(terminal.Dir, "terminal", "ruhui.db")
		if err := os.WriteFile(path, bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := store.Open(terminal.Dir, terminal.Options())
		wantKey(t, err, store.KeyDamaged)
	})
}

func TestFolder_is_its_owners_alone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes: the folder inherits those of the user's profile")
	}
	terminal, _, ses := opened(t)
	storetest.Visit(t, ses, 0)
	err := filepath.WalkDir(terminal.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", filepath.Base(path), info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFolder_holds_nothing_personal_in_the_clear(t *testing.T) {
	terminal, s, ses := opened(t)
	var secrets []string
	for n := range 20 {
		v := storetest.VisitorN(n)
		_, out, _ := storetest.Visit(t, ses, n)
		secrets = append(secrets, v.Name, v.Number, v.Mobile, v.Home, v.Number[6:14], out.Token)
	}
	secrets = append(secrets, "样例路3号", "演示房东", "19900000099", "保洁员", demo.Password, "演示员甲")
	grep(t, terminal.Dir, secrets) // with the log beside it
	if err := s.Checkpoint(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	grep(t, terminal.Dir, secrets)
}

func grep(t *testing.T, dir string, secrets []string) {
	t.Helper()
	read := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		read += len(data)
		for i, secret := range secrets {
			if bytes.Contains(data, []byte(secret)) || strings.Contains(d.Name(), secret) {
				t.Errorf("%s holds secret %d", d.Name(), i)
			}
		}
		return nil
	})
	if err != nil || read < 100_000 {
		t.Fatalf("read %d bytes, %v", read, err)
	}
}
