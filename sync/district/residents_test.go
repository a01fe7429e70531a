package district

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/sync"
)

// slip opens a slip's page.
func (w *world) slip(token string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.Residents().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/s/"+token, nil))
	return rec
}

const notYet = "窗口离线受理，尚未上传，请过后再查"

func TestResidents_see_how_matters_stand_and_nothing_else(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	who, membership, act, c := person(), uuid.New(), uuid.New(), uuid.New()
	slip := token(act)
	if got := w.slip(slip).Body.String(); !strings.Contains(got, notYet) {
		t.Error("before it was uploaded the page does not say so")
	}
	events := a.application(who, membership, act, demo.UnionID("U103A"))
	events[5] = a.say(act, act, who, "slip.issued", record.SlipIssued{Token: slip, Numbers: []string{"JZ1", "RH" + membership.String()}, On: today})
	a.push(append(events,
		a.say(act, act, who, "residence.filed", record.Filed{Case: c, No: "JZ1", Type: record.Register, On: today}),
		a.say(act, act, who, "residence.accepted", record.CaseAccepted{Case: c, No: "JZ1", On: today, PromisedOn: today.AddDays(15)}))...)
	rec := w.slip(slip)
	got := rec.Body.String()
	for _, want := range []string{"已收到", "居住登记", "已受理，由公安机关审核。", "承诺办结日期：2026年9月29日", "加入工会申请",
		"等待基层工会审批", "0573-00000000"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	for _, secret := range []string{"试样", "JZ1", "RH" + membership.String(), slip, who.ID.String(), "<script"} {
		if strings.Contains(got, secret) {
			t.Errorf("the page says %s", secret)
		}
	}
	if rec.Body.Len() > 10<<10 || rec.Code != http.StatusOK || rec.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, %d bytes, %v", rec.Code, rec.Body.Len(), rec.Header())
	}
	unknown := w.slip(strings.Repeat("z", 22))
	never := w.slip("../../etc")
	if unknown.Body.String() != w.slip("short").Body.String() || !strings.Contains(unknown.Body.String(), notYet) {
		t.Error("an unknown token gets other words")
	}
	if strings.Contains(never.Body.String(), "已收到") {
		t.Error("a path that is no token gets a slip")
	}
}

func TestResidents_of_somebody_erased_see_nothing(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	who, act := person(), uuid.New()
	a.push(a.application(who, uuid.New(), act, demo.UnionID("U103A"))...)
	if got := w.slip(token(act)).Body.String(); !strings.Contains(got, "已收到") {
		t.Fatal("the slip is not found")
	}
	if _, err := w.Erase(t.Context(), who.ID, w.Time()); err != nil {
		t.Fatal(err)
	}
	if got := w.slip(token(act)).Body.String(); !strings.Contains(got, notYet) {
		t.Error("the slip is still found")
	}
}

func TestFile_is_given_for_a_visit_and_recorded(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	other := w.newTerminal(demo.QixingHall, 1, demo.QixingClerk, record.RoleWindowClerk)
	who, _ := a.applied(demo.UnionID("U103A"))
	got := w.personFileFor(other, who, other.staff, record.RoleWindowClerk, uuid.New())
	if got == nil || len(got.Events) != 6 {
		t.Fatalf("file: %+v", got)
	}
	for name, file := range map[string]*sync.PersonFile{
		"staff of another centre": w.personFileFor(other, who, a.staff, record.RoleWindowClerk, uuid.New()),
		"a role not held":         w.personFileFor(other, who, other.staff, record.RoleTownUnion, uuid.New()),
		"no visit":                w.personFileFor(other, who, other.staff, record.RoleWindowClerk, uuid.Nil),
	} {
		if file != nil {
			t.Errorf("%s may read it", name)
		}
	}
	if n := len(find(a.pull("town/"+demo.Xinfeng), who, "person.viewed")); n != 1 {
		t.Errorf("recorded %d times", n)
	}
}

// personFileFor asks for a file, nil when that is refused.
func (w *world) personFileFor(t *terminal, who record.File, staff uuid.UUID, role record.Role, visit uuid.UUID) *sync.PersonFile {
	w.t.Helper()
	answer := &sync.PersonFile{}
	r := w.ask(sync.PathFile, t.token, &sync.FileAsked{Person: who.ID, Staff: staff, Role: role, Visit: visit}, answer)
	if r == nil {
		return answer
	}
	if r.Code != sync.NotYours {
		w.t.Errorf("file: %v", r)
	}
	return nil
}
