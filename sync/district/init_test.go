package district

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
)

func TestInitMakesTheTreeOfNanhu(t *testing.T) {
	o := newBureau(t, false)
	org := o.organisation(t)
	if len(org.Unions) != 1+13 || len(org.Centres) != 1+13+13 || len(org.Staff) != 0 {
		t.Errorf("%d unions, %d centres, %d staff; want 14, 27, 0", len(org.Unions), len(org.Centres), len(org.Staff))
	}
	for _, u := range org.Unions {
		if parent := org.Unions[u.Parent]; u.Kind == record.TownUnion && parent.Kind != record.DistrictUnion {
			t.Errorf("%s hangs under %q", u.Code, parent.Code)
		}
	}
	if len(org.Codes["holidays"].Rows) == 0 || len(org.Codes["nanhu_towns"].Rows) != 13 {
		t.Error("code tables are missing")
	}
	if v, err := o.Verify(context.Background()); err != nil || len(v.Flaws) > 0 || v.Entries == 0 {
		t.Errorf("verify: %+v, %v", v, err)
	}
}

func TestInitKeepsRecoveryOffThisMachine(t *testing.T) {
	o := newBureau(t, false)
	recovery, err := ReadIdentity(o.made.Recovery)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(o.made.Recovery) != o.stick || recovery.Recipient().String() != o.secrets.Recovery {
		t.Error("the stick does not hold the recovery identity")
	}
	for _, path := range []string{o.identity, o.made.Recovery, filepath.Join(o.dir, SecretsName), filepath.Join(o.dir, vault.FileName)} {
		if about, err := os.Stat(path); err != nil || about.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v; want 0600", filepath.Base(path), about.Mode(), err)
		}
	}
	for _, name := range []string{SecretsName, vault.FileName, "district.db"} {
		data, err := os.ReadFile(filepath.Join(o.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "AGE-SECRET-KEY") {
			t.Errorf("%s holds a secret key in the clear", name)
		}
	}
	if _, err := OpenSecrets(o.dir, recovery); err != nil {
		t.Errorf("recovery opens the secrets: %v", err)
	}
}

func TestInitRefuses(t *testing.T) {
	o := newBureau(t, false)
	for name, c := range map[string]struct {
		change func(*InitOptions)
		dir    string
		want   Wrong
	}{
		"the same folder twice":        {func(*InitOptions) {}, o.dir, AlreadySetUp},
		"a database that is taken":     {func(i *InitOptions) { i.Identity = filepath.Join(o.stick, "other.txt") }, t.TempDir(), AlreadySetUp},
		"an identity that is there":    {func(*InitOptions) {}, t.TempDir(), IdentityExists},
		"an identity among the data":   {func(i *InitOptions) { i.Identity = filepath.Join(o.dir, "sub", "..", "id.txt") }, o.dir, IdentityInside},
		"no identity":                  {func(i *InitOptions) { i.Identity = "" }, t.TempDir(), IdentityMissing},
		"no stick":                     {func(i *InitOptions) { i.Recovery = filepath.Join(o.stick, "none") }, t.TempDir(), RecoveryMissing},
		"recovery among the data":      {func(i *InitOptions) { i.Recovery = o.dir }, o.dir, RecoveryInside},
		"an address without https":     {func(i *InitOptions) { i.Address = "http://127.0.0.1" }, t.TempDir(), BadAddress},
		"neither pages nor telephone":  {func(i *InitOptions) { i.Residents = setup.Residents{} }, t.TempDir(), BadResidents},
		"no name":                      {func(i *InitOptions) { i.Name = "" }, t.TempDir(), NameBad},
		"a folder with keys of others": {func(i *InitOptions) { i.Identity = filepath.Join(o.stick, "third.txt") }, foreignKeys(t), NotEmpty},
	} {
		t.Run(name, func(t *testing.T) {
			options := o.options(false)
			c.change(&options)
			before := namesIn(t, o.stick)
			if _, err := Init(context.Background(), c.dir, o.archive, options); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if after := namesIn(t, o.stick); !slices.Equal(before, after) {
				t.Errorf("it left %v behind", after)
			}
		})
	}
	if _, err := ReadIdentity(o.identity); err != nil {
		t.Errorf("the first identity is gone: %v", err)
	}
}

func foreignKeys(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := vault.Create(dir, newIdentity(t).Recipient()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Name())
	}
	return names
}

func TestDemoHasItsStaffAndNumber99(t *testing.T) {
	o := newBureau(t, true)
	if names := namesIn(t, o.stick); len(names) > 0 {
		t.Errorf("a demonstration wrote %v to the stick", names)
	}
	ticket, err := o.NewTicket(context.Background(), demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	s, err := setup.Open(ticket.File, ticket.Code, o.now)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Demo || s.Terminal != setup.DemoTerminal || s.Centre != demo.Hall || len(s.StaffFiles) != 6 {
		t.Errorf("demo %v, terminal %d, %d staff files", s.Demo, s.Terminal, len(s.StaffFiles))
	}
	for _, f := range s.StaffFiles {
		if _, err := f.Unlock(demo.Password); err != nil {
			t.Errorf("%s: %v", f.Login, err)
		}
	}
}
