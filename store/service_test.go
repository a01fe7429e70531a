package store_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
	"ruhui/store/vault"
)

const matter = "拖欠工资三个月"

// openService opens a case of a kind for a person and assigns it in the same
// act, when somebody is named.
func openService(t *testing.T, ses *store.Session, role record.Role, kind record.ServiceKind, person uuid.UUID) (uuid.UUID, store.Recorded) {
	t.Helper()
	var id uuid.UUID
	done, err := ses.Record(background, role, uuid.New(), func(tx *store.Tx) ([]record.Fact, error) {
		no, err := tx.CaseNo("FW")
		id = tx.ID()
		return []record.Fact{{File: record.File{Kind: record.KindService, ID: id}, Type: "service.opened",
			Body: record.ServiceOpened{No: no, Kind: kind, Person: person, Channel: record.AtWindow, Urgency: record.Urgent,
				Matter: matter, On: tx.Today(), DueOn: tx.Today().AddDays(15)}}}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id, done
}

func moveService(ses *store.Session, role record.Role, id uuid.UUID, verb string, body record.ServiceMoved) error {
	_, err := ses.Record(background, role, uuid.Nil, func(tx *store.Tx) ([]record.Fact, error) {
		body.On = tx.Today()
		return []record.Fact{{File: record.File{Kind: record.KindService, ID: id}, Type: verb, Body: body}}, nil
	})
	return err
}

func TestService_goes_from_intake_to_done(t *testing.T) {
	_, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	id, _ := openService(t, ses, record.RoleUnionClerk, record.JobService, sit.Person)
	err := moveService(ses, record.RoleUnionClerk, id, "service.done", record.ServiceMoved{Outcome: "录用"})
	if err != nil {
		t.Fatal(err)
	}
	got := must[record.Service](t)(ses.Service(background, id))
	if got.State != record.ServiceDone || got.Matter != matter || got.Person != sit.Person || !strings.HasPrefix(got.No, "FW") {
		t.Errorf("case %+v", got)
	}
	wantKey(t, moveService(ses, record.RoleUnionClerk, uuid.New(), "service.done", record.ServiceMoved{}), string(record.UnknownSubject))
	today := s.Today()
	open, _ := openService(t, ses, record.RoleUnionClerk, record.PolicyConsult, sit.Person)
	for name, c := range map[string]struct {
		list []store.ServiceLine
		want int
	}{
		"today":    {must[[]store.ServiceLine](t)(ses.Services(background, today)), 2},
		"tomorrow": {must[[]store.ServiceLine](t)(ses.Services(background, today.AddDays(1))), 1},
		"person":   {must[[]store.ServiceLine](t)(ses.ServicesOf(background, sit.Person)), 2},
	} {
		if len(c.list) != c.want {
			t.Errorf("%s: %d cases, want %d", name, len(c.list), c.want)
		}
	}
	line := must[[]store.ServiceLine](t)(ses.Services(background, today.AddDays(1)))[0]
	if line.ID != open || line.Kind != record.PolicyConsult || line.State != record.ServiceRegistered || line.Person != sit.Person ||
		line.OpenedOn != today || line.DueOn != today.AddDays(15) || line.Restricted {
		t.Errorf("line %+v", line)
	}
	_, err = ses.Service(background, uuid.New())
	wantKey(t, err, store.KeyServiceUnknown)
	before := dump(t, ses)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if dump(t, ses) != before {
		t.Error("rebuilding changed the lists")
	}
}

func TestService_of_a_sensitive_kind_is_for_its_role_alone(t *testing.T) {
	for _, kind := range []record.ServiceKind{record.Hardship, record.Mediation, record.LegalAid, record.Petition, record.Matchmaking,
		record.Childcare} {
		t.Run(string(kind), func(t *testing.T) {
			_, s, clerk := opened(t)
			sit, _, _ := storetest.Visit(t, clerk, 0)
			id, done := openService(t, clerk, record.RoleWindowClerk, kind, sit.Person)
			wantSealed(t, done.Events[0])
			wantRestricted(t, s, clerk, id, sit.Person)
			aid := storetest.SignInAs(t, s, demo.Counsellor)
			got := must[record.Service](t)(aid.Service(background, id))
			if got.Kind != kind || got.Matter != matter || got.Person != sit.Person || got.Restricted {
				t.Errorf("the holder of the role reads %+v", got)
			}
			role := kind.SealedTo()
			if err := moveService(aid, role, id, "service.assigned", record.ServiceMoved{Assignee: aid.Staff().ID}); err != nil {
				t.Fatal(err)
			}
			lines := must[[]store.ServiceLine](t)(aid.ServicesOf(background, sit.Person))
			if len(lines) != 1 || lines[0].State != record.ServiceAssigned || lines[0].Kind != kind {
				t.Errorf("the holder's list: %+v", lines)
			}
			wantRestricted(t, s, clerk, id, sit.Person)
			before := dump(t, aid)
			if err := clerk.Rebuild(background); err != nil {
				t.Fatal(err)
			}
			if dump(t, clerk) != before {
				t.Error("lists depend on who wrote them")
			}
			if v := verified(t, s); v.Err() != nil {
				t.Error(v.Err())
			}
		})
	}
}

// wantSealed: nothing of the case can be read in its body.
func wantSealed(t *testing.T, e record.Event) {
	t.Helper()
	sealed, is := record.SealedBody(e.Body)
	if !is {
		t.Fatal("the body is not sealed")
	}
	for _, secret := range []string{matter, "kind", "FW33", string(record.RoleMediator), string(record.RoleAidOfficer)} {
		if bytes.Contains(sealed, []byte(secret)) || bytes.Contains(e.Body, []byte(secret)) {
			t.Errorf("the body shows %s", secret)
		}
	}
}

func wantRestricted(t *testing.T, s *store.Store, clerk *store.Session, id, person uuid.UUID) {
	t.Helper()
	_, err := clerk.Service(background, id)
	wantKey(t, err, store.KeyServiceRestricted)
	wantKey(t, moveService(clerk, record.RoleUnionClerk, id, "service.withdrawn", record.ServiceMoved{Why: "x"}), store.KeyServiceRestricted)
	today := s.Today()
	lines := must[[]store.ServiceLine](t)(clerk.Services(background, today))
	if want := (store.ServiceLine{ID: id, OpenedOn: today, Restricted: true}); len(lines) != 1 || lines[0] != want {
		t.Errorf("list %+v, want one restricted", lines)
	}
	if lines := must[[]store.ServiceLine](t)(clerk.ServicesOf(background, person)); len(lines) != 0 {
		t.Errorf("the person's list shows %+v", lines)
	}
	if lines := must[[]store.ServiceLine](t)(clerk.Services(background, today.AddDays(1))); len(lines) != 0 {
		t.Errorf("listed for ever: %+v", lines)
	}
}

func TestService_sealed_for_one_town_stays_sealed_in_another(t *testing.T) {
	d := storetest.District(t, false)
	a := storetest.Open(t, &storetest.Terminal{District: d})
	clerk := storetest.SignIn(t, a)
	sit, _, _ := storetest.Visit(t, clerk, 0)
	id, done := openService(t, clerk, record.RoleWindowClerk, record.Hardship, sit.Person)
	given := []record.Marked{{Event: done.Events[0], Mark: record.Mark{Effective: done.Events[0].At, Allowed: true}}}

	other := storetest.Open(t, &storetest.Terminal{District: d, Number: 2, Centre: demo.QixingHall})
	there := storetest.SignInAs(t, other, demo.QixingClerk)
	station := storetest.Open(t, &storetest.Terminal{District: d, Number: 3, Centre: demo.Station})
	aid := storetest.SignInAs(t, station, demo.Counsellor)
	for _, s := range []*store.Store{other, station} {
		if err := s.Take(background, given); err != nil {
			t.Fatal(err)
		}
	}
	_, err := there.Service(background, id)
	wantKey(t, err, store.KeyServiceRestricted)
	if got := must[record.Service](t)(aid.Service(background, id)); got.Matter != matter {
		t.Error("the role's holder cannot read it where it was pulled")
	}
	age, _ := record.SealedBody(done.Events[0].Body)
	wantServerReads(t, d, age)
}

func wantServerReads(t *testing.T, d *demo.District, age []byte) {
	t.Helper()
	plain, err := vault.OpenWith(age, d.Server)
	if err != nil || !bytes.Contains(plain, []byte(matter)) {
		t.Errorf("the server cannot open it: %v", err)
	}
	if _, err := vault.OpenWith(age, d.Recovery); err == nil {
		t.Error("recovery opens it although it is not for it")
	}
}

func TestService_that_cannot_be_opened_keeps_nothing_else_back(t *testing.T) {
	_, s, clerk := opened(t)
	sit, _, _ := storetest.Visit(t, clerk, 0)
	aid := storetest.SignInAs(t, s, demo.Counsellor)
	body, err := record.SealBody([]byte("age-encryption.org/v1\n-> spoilt\n"))
	if err != nil {
		t.Fatal(err)
	}
	e := record.Event{ID: uuid.New(), At: record.HLCOf(storetest.Morning), Role: record.RoleWindowClerk, Act: uuid.New(),
		File: record.File{Kind: record.KindService, ID: uuid.New()}, Type: "service.opened", Version: 1, Body: body}
	if err := s.Take(background, []record.Marked{{Event: e, Mark: record.Mark{Effective: e.At, Allowed: true}}}); err != nil {
		t.Fatal(err)
	}
	good, _ := openService(t, clerk, record.RoleWindowClerk, record.Petition, sit.Person)
	lines := must[[]store.ServiceLine](t)(aid.Services(background, civil.Date{}))
	if len(lines) != 2 {
		t.Fatalf("%d cases, want 2", len(lines))
	}
	if _, err := aid.Service(background, good); err != nil {
		t.Error(err)
	}
}

func TestSealForRole_opens_for_the_role_and_while_unlocked(t *testing.T) {
	_, s, clerk := opened(t)
	sealed := must[[]byte](t)(s.SealForRole(record.RoleMediator, []byte(matter)))
	_, err := clerk.OpenForRole(sealed)
	wantKey(t, err, store.KeyServiceRestricted)
	aid := storetest.SignInAs(t, s, demo.Counsellor)
	if plain := must[[]byte](t)(aid.OpenForRole(sealed)); string(plain) != matter {
		t.Error("what comes out is not what went in")
	}
	sealed[len(sealed)-1] ^= 1
	_, err = aid.OpenForRole(sealed)
	wantKey(t, err, store.KeyDamaged)
	aid.Lock()
	_, err = aid.OpenForRole(sealed)
	wantKey(t, err, store.KeyLocked)
	_, err = s.SealForRole(record.RoleWindowClerk, nil)
	wantKey(t, err, store.KeyNoRoleKey)
	if err := aid.SignOut(background); err != nil {
		t.Fatal(err)
	}
	if aid.RoleKeys() != nil {
		t.Error("the keys of the role stay after the sign-out")
	}
}

func TestServices_projection_shows_no_sensitive_kind(t *testing.T) {
	_, s, clerk := opened(t)
	sit, _, _ := storetest.Visit(t, clerk, 0)
	openService(t, clerk, record.RoleWindowClerk, record.Matchmaking, sit.Person)
	words := must[[]string](t)(s.Column(background, `SELECT text FROM word`))
	for _, w := range words {
		if w == string(record.Matchmaking) {
			t.Error("the kind stands in the clear")
		}
	}
	row := must[[]string](t)(s.Column(background, `SELECT quote(no) || quote(kind) || quote(state) || quote(person) || quote(due) FROM service`))
	if len(row) != 1 || row[0] != strings.Repeat("NULL", 5) {
		t.Errorf("row %v", row)
	}
	for _, text := range must[[]string](t)(s.Column(background, `SELECT hex(content) FROM event`)) {
		if strings.Contains(text, strings.ToUpper(hex.EncodeToString([]byte(matter)))) {
			t.Error("the matter stands in the clear")
		}
	}
}

func TestErase_takes_service_cases_out_of_lists(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	id, _ := openService(t, ses, record.RoleUnionClerk, record.JobService, sit.Person)
	if _, err := s.Erase(background, sit.Person, terminal.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if lines := must[[]store.ServiceLine](t)(ses.Services(background, civil.Date{})); len(lines) != 0 {
		t.Errorf("list %+v", lines)
	}
	_, err := ses.Service(background, id)
	wantKey(t, err, store.KeyServiceUnknown)
	if n := must[[]string](t)(s.Column(background, `SELECT count(*) FROM service`)); n[0] != "0" {
		t.Errorf("%s rows left", n[0])
	}
}
