package window

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/assets"
	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

func TestUnion_nothing_is_preset(t *testing.T) {
	d := openDesk(t)
	d.toUnion(demoCard(t, 1))
	if d.visit().sitting.Union.Offer != record.NotAsked {
		t.Error("an answer is preset")
	}
	d.press(fyne.KeyReturn) // by habit
	if d.visit().sitting.Union.Offer != record.NotAsked {
		t.Error("Return enrols")
	}
	d.press(fyne.KeyF5)
	for _, f := range []string{"EmploymentForm", fieldShare, fieldSMS} {
		if d.Value(f) != "" {
			t.Errorf("%s is preset to %q", f, d.Value(f))
		}
	}
	d.press(fyne.KeyF9)
	d.wantPage("union")
	d.wantFocus("EmploymentForm")
	d.at("EmploymentForm", "4")
	d.press(fyne.KeyF9)
	d.wantFocus(fieldShare)
	d.at(fieldShare, "1")
	d.press(fyne.KeyF9)
	d.wantFocus(fieldSMS)
	d.readable()
	d.press(fyne.KeyF8, fyne.KeyReturn) // having asked, Return goes on
	d.wantPage("review")
}

// Whatever is answered, the residence case ends alike.
func TestUnion_the_answer_changes_nothing_of_the_residence_case(t *testing.T) {
	results := map[string]string{}
	for name, answer := range map[string]func(*desk){
		"not asked": func(*desk) {}, "declined": func(d *desk) { d.press(fyne.KeyF8) }, "agreed": func(d *desk) { d.join() },
		"agreed, then declined": func(d *desk) { d.join(); d.press(fyne.KeyF8) },
	} {
		d := openDesk(t)
		d.toUnion(demoCard(t, 1))
		answer(d)
		d.press(fyne.KeyF9, fyne.KeyF9)
		d.wantPage("done")
		v := d.visit()
		p := d.person(v)
		c := p.Cases[0]
		results[name] = fmt.Sprint(c.No, c.State, c.FiledOn, c.AcceptedOn, c.PromisedOn, c.Materials, v.outcome.EligibleFrom,
			results0(v), p.Consents[record.ResidenceNotice].InForce())
		if joined := len(p.Members) > 0; joined != (name == "agreed") {
			t.Errorf("%s: application %v", name, joined)
		}
		if name != "agreed" && p.Text(record.FieldEmploymentForm) != "" {
			t.Errorf("%s: what the union alone asks was recorded", name)
		}
	}
	for name, got := range results {
		if got != results["not asked"] {
			t.Errorf("%s: %s\nnot asked: %s", name, got, results["not asked"])
		}
	}
}

func results0(v *visit) string { return fmt.Sprint(results(v)[0]) }

// 测试丁 turns sixteen on 2026-09-15 (劳动法 art. 15).
func TestUnion_age(t *testing.T) {
	card := resident("测试丁", "330499201009150031")
	young := &storetest.Terminal{Demo: true}
	d := openDesk(t, young)
	d.toUnion(card)
	d.press(fyne.KeyF5)
	d.wantSays("未满十六周岁", "2026年9月15日")
	if d.visit().sitting.Union.Offer == record.Agreed {
		t.Error("an application can be taken")
	}
	d.readable()
	d.press(fyne.KeyF9, fyne.KeyF9)
	d.wantPage("done")

	clock := storetest.NewClock()
	clock.Pass(24 * 60 * 60 * 1e9)
	d = openDesk(t, &storetest.Terminal{Clock: clock})
	if d.today() != (civil.Date{Year: 2026, Month: 9, Day: 15}) {
		t.Fatalf("today is %s", d.today())
	}
	if v := d.complete(card, true); v.outcome.JoinNo == "" {
		t.Error("at sixteen no application is taken")
	}
}

func TestUnion_nobody_applies_twice(t *testing.T) {
	d := openDesk(t)
	v := d.complete(demoCard(t, 1), true)
	d.press(fyne.KeyF9)
	d.identified(demoCard(t, 1))
	d.press(fyne.KeyF5, fyne.KeyF9, fyne.KeyF9, fyne.KeyF5)
	d.wantPage("union")
	d.wantSays("已有一份入会申请在审批中")

	officer := storetest.SignInAs(t, d.opt.Store, demo.UnionOfficer)
	storetest.Approve(t, officer, v.sitting.Person, v.outcome, "U103A")
	if err := officer.SignOut(context.Background()); err != nil {
		t.Fatal(err)
	}
	d.press(fyne.KeyF2)
	d.win.Canvas().FocusNext()
	d.press(fyne.KeyReturn)
	d.identified(demoCard(t, 1))
	d.press(fyne.KeyF5, fyne.KeyF9, fyne.KeyF9, fyne.KeyF5)
	d.wantSays("该人员已是会员，请办理接转")
	if d.visit().sitting.Union.Offer == record.Agreed {
		t.Error("a member can apply")
	}
}

func TestUnion_suggestion(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.at("Employer", demo.EmployerID(demo.Electronics).String())
	d.residence()
	d.at("identity", "original")
	d.press(fyne.KeyF9, fyne.KeyF5)
	d.at("EmploymentForm", "1")
	if d.Value(fieldUnion) != demo.UnionID("U103C").String() {
		t.Errorf("suggested %q", d.Value(fieldUnion))
	}
	d.wantSays("单位已建工会", "嘉兴样例电子有限公司工会")

	d.tabTo(fieldUnion)
	d.press(fyne.KeyUp)
	chosen := d.Value(fieldUnion)
	if chosen == demo.UnionID("U103C").String() {
		t.Fatal("the clerk cannot choose")
	}
	d.at("EmploymentForm", "4")
	if d.Value(fieldUnion) != chosen {
		t.Error("the suggestion overrides the clerk's choice")
	}
	d.at(fieldShare, "1")
	d.at(fieldSMS, "1")
	d.press(fyne.KeyF9, fyne.KeyF9)
	d.wantPage("done")
	if m := d.person(d.visit()).Members[0]; m.Target.String() != chosen || d.visit().sitting.Union.Why != record.ChosenByClerk {
		t.Errorf("applied to another union than chosen, for %q", d.visit().sitting.Union.Why)
	}
}

// What was typed for the union alone is not recorded of somebody who then
// declined, and the refusal refers to the words that were on the screen.
func TestUnion_declining_takes_back_what_was_typed_for_it(t *testing.T) {
	d := openDesk(t)
	d.toUnion(demoCard(t, 1))
	d.join()
	d.at("HukouType", "1")
	d.press(fyne.KeyF9, fyne.KeyF7) // it was taken, and the answer changes
	d.wantPage("union")
	page := d.visit().pages[3].(*unionPage)
	named := page.consent()
	d.press(fyne.KeyF8, fyne.KeyF9, fyne.KeyF9)
	d.wantPage("done")
	p := d.person(d.visit())
	if p.Text(record.FieldHukouType) != "" || p.Text(record.FieldEmploymentForm) != "" || len(p.Members) != 0 {
		t.Errorf("recorded: %q, %q, %d applications", p.Text(record.FieldHukouType), p.Text(record.FieldEmploymentForm), len(p.Members))
	}
	c := p.Consents[record.UnionJoin]
	if want := wording(named); c.Given || c.TextHash != want.Hash || !strings.Contains(named, "联合会") {
		t.Errorf("the refusal refers to other words than %q", named)
	}
}

func TestUnion_refusing_at_once_refers_to_what_was_shown(t *testing.T) {
	d := openDesk(t)
	d.toUnion(demoCard(t, 1))
	d.wantSays(assets.Text("Union.What"))
	d.press(fyne.KeyF8, fyne.KeyF9, fyne.KeyF9)
	d.wantPage("done")
	c := d.person(d.visit()).Consents[record.UnionJoin]
	if want := wording(assets.Text("Union.What")); c.Given || c.TextHash != want.Hash || c.Text != want.Version {
		t.Errorf("the refusal refers to %+v", c)
	}
}
