package vault

import (
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
)

const (
	password = "yangben chuangkou"
	code     = "0000-0000-0000-0000" // well formed; real ones are random
)

var on = civil.Date{Year: 2026, Month: 9, Day: 14}

func staffFile(t testing.TB, ring Ring) *StaffFile {
	t.Helper()
	f, err := NewStaffFile(NewStaff{Staff: uuid.New(), Centre: uuid.New(), Login: "demo", Ring: ring,
		Password: password, Recovery: code, Work: LightWork, On: on})
	if err != nil {
		t.Fatalf("make staff file: %v", err)
	}
	return f
}

func reread(t testing.TB, f *StaffFile) *StaffFile {
	t.Helper()
	data, err := f.Bytes()
	if err != nil {
		t.Fatalf("write staff file: %v", err)
	}
	back, err := ParseStaffFile(data)
	if err != nil {
		t.Fatalf("read staff file: %v", err)
	}
	return back
}

func TestPasswordOpensTheWholeChain(t *testing.T) {
	dir, centre, earlier, recovery := t.TempDir(), identity(t), identity(t), identity(t)
	keys, err := Create(dir, earlier.Recipient(), recovery.Recipient())
	if err != nil {
		t.Fatalf("create vault: %v", err)
	}
	sealed := seal(t, keys, "row", "data")
	f := reread(t, staffFile(t, Ring{Centre: []*age.X25519Identity{centre, earlier}}))

	u, err := f.Unlock(password)
	if err != nil {
		t.Fatalf("unlock: %v", err)
	}
	wantOpen(t, mustLoad(t, dir, u.Identities()...), "row", sealed, "data") // written before the rotation
	if err := keys.Save(dir, centre.Recipient(), recovery.Recipient()); err != nil {
		t.Fatalf("save vault: %v", err)
	}
	wantOpen(t, mustLoad(t, dir, u.Identities()...), "row", sealed, "data") // and after it

	for _, wrong := range []string{"", " ", password + " ", password[1:], strings.ToUpper(password)} {
		if _, err := f.Unlock(wrong); !errors.Is(err, ErrPassword) {
			t.Errorf("unlock with a wrong password: got %v, want %v", err, ErrPassword)
		}
	}
}

func TestPasswordTypedInFullWidthOpens(t *testing.T) {
	if _, err := staffFile(t, Ring{}).Unlock("ｙａｎｇｂｅｎ　ｃｈｕａｎｇｋｏｕ"); err != nil {
		t.Errorf("unlock: %v", err)
	}
}

func TestRecoveryCodeOpensTheSameIdentity(t *testing.T) {
	f := staffFile(t, Ring{Centre: []*age.X25519Identity{identity(t)}})
	byPassword, err := f.Unlock(password)
	if err != nil {
		t.Fatal(err)
	}
	byCode, err := f.UnlockRecovery("oooo oooo oooo oooo")
	if err != nil {
		t.Fatalf("unlock with the code: %v", err)
	}
	if byCode.Person.String() != byPassword.Person.String() || len(byCode.Centre) != 1 {
		t.Error("code and password open different identities")
	}
	for _, wrong := range []string{"", "0000-0000-0000-0001", NewCode()} {
		if _, err := f.UnlockRecovery(wrong); !errors.Is(err, ErrCode) {
			t.Errorf("unlock with a wrong code: got %v, want %v", err, ErrCode)
		}
	}
}

func TestChangedPasswordKeepsIdentityAndSignature(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	f := staffFile(t, Ring{Centre: []*age.X25519Identity{identity(t)}})
	f.Sign(private)
	before, err := f.Unlock(password)
	if err != nil {
		t.Fatal(err)
	}
	const changed = "xin mima si ge ci"
	later := civil.Date{Year: 2026, Month: 12, Day: 1}
	g, err := f.ChangePassword(password, changed, LightWork, later)
	if err != nil {
		t.Fatalf("change password: %v", err)
	}
	g = reread(t, g)
	after, err := g.Unlock(changed)
	if err != nil {
		t.Fatalf("unlock with the new password: %v", err)
	}
	if before.Person.String() != after.Person.String() || g.PasswordSet != later {
		t.Errorf("identity or day wrong: set on %v, want %v", g.PasswordSet, later)
	}
	if err := g.Verify(public); err != nil {
		t.Errorf("the district's signature no longer holds: %v", err)
	}
	if _, err := g.Unlock(password); !errors.Is(err, ErrPassword) {
		t.Errorf("old password on the new file: got %v, want %v", err, ErrPassword)
	}
	if _, err := f.Unlock(password); err != nil {
		t.Errorf("a terminal not yet reached no longer takes the old password: %v", err)
	}
	if _, err := g.UnlockRecovery(code); err != nil {
		t.Errorf("the code no longer opens: %v", err)
	}
}

func TestPasswordIsResetWithTheCode(t *testing.T) {
	f := staffFile(t, Ring{})
	g, err := f.ResetPassword(code, "wang le mima le", LightWork, on)
	if err != nil {
		t.Fatalf("reset: %v", err)
	}
	if _, err := g.Unlock("wang le mima le"); err != nil {
		t.Errorf("unlock: %v", err)
	}
	if _, err := f.ResetPassword(NewCode(), "wang le mima le", LightWork, on); !errors.Is(err, ErrCode) {
		t.Errorf("reset with another code: got %v, want %v", err, ErrCode)
	}
}

func TestShortPasswordsAreRefused(t *testing.T) {
	f := staffFile(t, Ring{})
	if _, err := f.ChangePassword(password, "yangbenchua", LightWork, on); !errors.Is(err, ErrShort) {
		t.Errorf("11 characters: got %v, want %v", err, ErrShort)
	}
	if err := CheckPassword("样例样例样例样例样例样例"); err != nil {
		t.Errorf("12 hanzi: %v", err)
	}
	_, err := NewStaffFile(NewStaff{Password: "short", Recovery: code, Work: LightWork})
	if !errors.Is(err, ErrShort) {
		t.Errorf("new file: got %v, want %v", err, ErrShort)
	}
}

func TestRingForAnotherCentreOpensWithTheSamePassword(t *testing.T) {
	key := RoleKey{record.RoleAidOfficer, "330402103", identity(t)}
	f := staffFile(t, Ring{})
	other, err := f.ForCentre(uuid.New(), Ring{Centre: []*age.X25519Identity{identity(t)}, Roles: []RoleKey{key}})
	if err != nil {
		t.Fatalf("for another centre: %v", err)
	}
	u, err := reread(t, other).Unlock(password)
	if err != nil {
		t.Fatalf("unlock: %v", err)
	}
	if len(u.Centre) != 1 || len(u.Roles) != 1 || u.Roles[0].Role != key.Role || u.Roles[0].Town != key.Town ||
		u.Roles[0].Identity.String() != key.Identity.String() {
		t.Error("the ring is not the one that was sealed")
	}
	if u, err := f.Unlock(password); err != nil || len(u.Centre) != 0 {
		t.Errorf("the file without a centre now has %d, %v", len(u.Centre), err)
	}
}

func TestStaffFileOfSomebodyElseIsNoticed(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	mine, theirs := staffFile(t, Ring{}), staffFile(t, Ring{})
	mine.Sign(private)
	theirs.Sign(private)

	forged := *theirs // my password, a colleague's name
	forged.Password = mine.Password
	forged.Sum = forged.sum()
	if err := forged.Verify(public); err != nil {
		t.Fatalf("the password is outside the signature: %v", err)
	}
	if _, err := forged.Unlock(password); !errors.Is(err, ErrDamaged) {
		t.Errorf("unlock: got %v, want %v", err, ErrDamaged)
	}
	forged.Recipient = mine.Recipient
	if err := forged.Verify(public); !errors.Is(err, ErrDamaged) {
		t.Errorf("verify: got %v, want %v", err, ErrDamaged)
	}
	if err := mine.Verify(nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("verify without a key: got %v, want %v", err, ErrDamaged)
	}
}

func TestDamagedStaffFileIsNotAWrongPassword(t *testing.T) {
	f := staffFile(t, Ring{})
	f.Password[len(f.Password)-1] ^= 1
	if _, err := f.Unlock(password); !errors.Is(err, ErrDamaged) {
		t.Errorf("unlock: got %v, want %v", err, ErrDamaged)
	}
	newer := staffFile(t, Ring{})
	newer.Version++
	if err := newer.Check(); !errors.Is(err, ErrNewer) {
		t.Errorf("later version: got %v, want %v", err, ErrNewer)
	}
}

func TestPublicPartNamesNobody(t *testing.T) {
	f := staffFile(t, Ring{Centre: []*age.X25519Identity{identity(t)}})
	data, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"AGE-SECRET-KEY", password, code} {
		if strings.Contains(string(data), secret) {
			t.Errorf("the file shows %q", secret)
		}
	}
}

func TestWorkFitsThePC(t *testing.T) {
	for sample, want := range map[time.Duration]Work{
		20 * time.Millisecond:  MostWork, // 160 ms: a fast PC gets the hardest
		62 * time.Millisecond:  MostWork, // 496 ms
		63 * time.Millisecond:  16,       // 504 ms would be too long
		125 * time.Millisecond: 16,
		126 * time.Millisecond: LeastWork,
		time.Second:            LeastWork,
	} {
		if got := fitting(sample); got != want {
			t.Errorf("sample of %v: got 2^%d, want 2^%d", sample, got, want)
		}
	}
	if got := Calibrate(); got < LeastWork || got > MostWork {
		t.Errorf("calibrated to 2^%d", got)
	}
}

func FuzzStaffFile(f *testing.F) {
	whole := staffFile(f, Ring{Centre: []*age.X25519Identity{identity(f)}})
	data, err := whole.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"v":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := ParseStaffFile(data)
		if err != nil {
			return
		}
		reread(t, file)
	})
}

func FuzzReadRing(f *testing.F) {
	f.Add([]byte(`{"centre":["` + identity(f).String() + `"],"roles":[{"role":"RoleMediator","town":"330402103"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		ring, err := readRing(data)
		if err != nil {
			return
		}
		if _, err := ring.seal(identity(t).Recipient()); err != nil {
			t.Fatalf("what was read cannot be sealed: %v", err)
		}
	})
}

func FuzzOpenWith(f *testing.F) {
	id := identity(f)
	sealed, err := SealTo([]byte("data"), id.Recipient())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := OpenWith(data, id); err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrIdentity) {
			t.Fatalf("got %v", err)
		}
	})
}

func TestLaterPasswordStaysWithANewRing(t *testing.T) {
	f := staffFile(t, Ring{Centre: []*age.X25519Identity{identity(t)}})
	here, err := f.ChangePassword(password, "xin mima si ge ci", LightWork, on)
	if err != nil {
		t.Fatal(err)
	}
	rotated, err := f.ForCentre(f.Centre, Ring{Centre: []*age.X25519Identity{identity(t), identity(t)}})
	if err != nil {
		t.Fatal(err)
	}
	u, err := reread(t, rotated.WithPasswordOf(here)).Unlock("xin mima si ge ci")
	if err != nil || len(u.Centre) != 2 {
		t.Errorf("unlock: %d identities, %v; want the new ring under the changed password", len(u.Centre), err)
	}
	twice, err := here.ChangePassword("xin mima si ge ci", "you huan le yi ci", LightWork, on)
	if err != nil {
		t.Fatal(err)
	}
	for name, other := range map[string]*StaffFile{"none": nil, "changed less often": here, "of somebody else": staffFile(t, Ring{})} {
		if got := twice.WithPasswordOf(other); got != twice {
			t.Errorf("%s: took its password", name)
		}
	}
}
