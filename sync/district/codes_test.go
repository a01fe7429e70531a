package district

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
)

func TestTicketOpensAndNumbersDiffer(t *testing.T) {
	o := newBureau(t, false)
	hall, err := o.organisation(t).FindCentre("新丰镇便民服务中心")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.NewTicket(context.Background(), hall.ID); WrongOf(err) != NoStaff {
		t.Errorf("without staff: got %v, want %v", err, NoStaff)
	}
	who := o.hire(t, "xf-ck1", "0101")
	for number := 1; number <= 3; number++ {
		ticket, err := o.NewTicket(context.Background(), hall.ID)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := setup.ParseLink(ticket.Link.String()); err != nil || back.Code != ticket.Code || back.Authority != setup.Fingerprint(o.secrets.Authority) {
			t.Errorf("link: %v", err)
		}
		s, err := setup.Open(ticket.File, ticket.Code, o.now)
		if err != nil {
			t.Fatalf("open: %v", err)
		}
		if s.Terminal != number || s.Demo || s.Lookup == nil || s.Town9 != demo.Xinfeng || len(s.Recipients.Roles) != 3 {
			t.Errorf("terminal %d, demo %v, town %s, %d roles; want number %d", s.Terminal, s.Demo, s.Town9, len(s.Recipients.Roles), number)
		}
		wantOpens(t, s, who.Password, who.Recovery)
	}
	list, err := o.TerminalStates(context.Background())
	if err != nil || len(list) != 3 || list[2].Number != 3 || list[0].Name != hall.Name {
		t.Errorf("%d terminals listed, %v", len(list), err)
	}
}

// wantOpens walks from the password to the keys of a new terminal.
func wantOpens(t *testing.T, s setup.Setup, password, recovery string) {
	t.Helper()
	dir := t.TempDir()
	centre, err := vault.ParseRecipient(s.Recipients.Centre)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := vault.Create(dir, centre); err != nil {
		t.Fatal(err)
	}
	for _, f := range s.StaffFiles {
		u, err := f.Unlock(password)
		if err != nil {
			t.Fatalf("%s: %v", f.Login, err)
		}
		if _, err := vault.Load(dir, u.Identities()...); err != nil {
			t.Errorf("%s: open vault: %v", f.Login, err)
		}
		if _, err := f.UnlockRecovery(recovery); err != nil {
			t.Errorf("%s: recovery code: %v", f.Login, err)
		}
	}
}

func TestEveryNumberOfATownIsGivenOnce(t *testing.T) {
	o := newBureau(t, false)
	o.hire(t, "xf-ck1", "0101")
	org := o.organisation(t)
	hall, err := org.FindCentre("新丰镇便民")
	if err != nil {
		t.Fatal(err)
	}
	err = o.archive.Write(context.Background(), func(tx archive.Tx) error {
		for n := 1; n <= LastNumber; n++ {
			if n == 41 {
				continue
			}
			if err := tx.PutCode(archive.Code{Proof: record.Hash{byte(n)}, Centre: hall.ID, Number: n, Made: 1, File: []byte{}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if ticket, err := o.NewTicket(context.Background(), hall.ID); err != nil || ticket.Number != 41 {
		t.Errorf("got number %d, %v; want the one that is left, 41", ticket.Number, err)
	}
	if _, err := o.NewTicket(context.Background(), hall.ID); WrongOf(err) != NumbersUsed {
		t.Errorf("got %v, want %v", err, NumbersUsed)
	}
}

func TestLookupKeyStaysFromBaseUnions(t *testing.T) {
	o := newBureau(t, true)
	for centre, want := range map[uuid.UUID]bool{demo.JointOffice: false, demo.CompanyOffice: false, demo.TownOffice: true, demo.DistrictOffice: true, demo.Station: true} {
		ticket, err := o.NewTicket(context.Background(), centre)
		if err != nil {
			t.Fatal(err)
		}
		s, err := setup.Open(ticket.File, ticket.Code, o.now)
		if err != nil {
			t.Fatal(err)
		}
		if (s.Lookup != nil) != want {
			t.Errorf("%s: lookup key there %v, want %v", ticket.Name, s.Lookup != nil, want)
		}
	}
}
