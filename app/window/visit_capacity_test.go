package window

import (
	"bytes"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// toMaterials brings a visitor to the step for papers, without one of them.
func (d *desk) toMaterials(lacking string) {
	d.Helper()
	d.identified(demoCard(d, 1))
	d.residence()
	d.at(lacking, absent)
}

// Accepted although a paper is not there yet, on a promise that is printed.
func TestCapacity_accepts_on_a_promise(t *testing.T) {
	d := openDesk(t)
	d.toMaterials("mobile")
	d.wantSays("尚缺：联系电话。保存后生成一次性告知书")
	d.at(fieldOutcome, onPromise)
	d.wantSays("请承诺人在一次性告知书上签名")
	d.readable()
	if d.Value(fieldPromised) != "2026-09-20" || d.Value(fieldSignedBy) != "张试样" { // five working days, that Sunday one of them
		t.Errorf("due %s, promised by %q", d.Value(fieldPromised), d.Value(fieldSignedBy))
	}
	d.press(fyne.KeyF9)
	d.wantPage("union")
	d.press(fyne.KeyF9)
	d.wantPage("review")
	d.wantSays("容缺受理", "联系电话", "2026年9月20日")
	d.readable()
	d.press(fyne.KeyF9)
	d.wantPage("done")
	d.wantSays("容缺受理：请于2026年9月20日前补交所缺材料")
	d.readable()
	v := d.visit()
	c := d.person(v).Cases[0]
	if c.State != record.Accepted || c.Capacity == nil || len(c.Capacity.Missing) != 1 || c.Capacity.Missing[0] != "mobile" ||
		c.Capacity.SignedBy != "张试样" || c.Capacity.DueOn.String() != "2026-09-20" || c.PromisedOn.IsZero() {
		t.Errorf("recorded %+v", c)
	}
	n := newNotice(v)
	if n.DueOn.String() != "2026-09-20" || n.Promise == "" || len(n.Missing) != 1 {
		t.Errorf("notice %+v", n)
	}
	var paper bytes.Buffer
	if err := n.PDF(&paper); err != nil || paper.Len() == 0 {
		t.Errorf("%d bytes, %v", paper.Len(), err)
	}
	d.press(fyne.KeyF10)
	if files, err := filepath.Glob(filepath.Join(d.slips, "一次性告知书-*.pdf")); err != nil || len(files) != 1 {
		t.Errorf("notices %v, %v", files, err)
	}
}

func TestCapacity_says_what_the_promise_lacks(t *testing.T) {
	d := openDesk(t)
	d.toMaterials("mobile")
	d.at(fieldOutcome, onPromise)
	for _, c := range []struct{ field, value, says, right string }{
		{fieldPromised, "2026-02-30", "日期有误", "2026-09-18"},
		{fieldPromised, "2026-09-11", "日期不能早于今天", "2026-09-18"},
		{fieldPromise, "", "请填写承诺内容", "明天补交"},
		{fieldSignedBy, "", "请填写承诺人", "张试样"},
	} {
		d.at(c.field, c.value)
		d.press(fyne.KeyF9)
		d.wantPage("materials")
		d.wantSays(c.says)
		d.wantFocus(c.field)
		d.readable()
		d.form().Put(c.field, c.right)
	}
	d.press(fyne.KeyF9)
	d.wantPage("union")
}

// Who somebody is cannot be promised.
func TestCapacity_never_for_identity(t *testing.T) {
	d := openDesk(t)
	d.toMaterials("identity")
	d.at(fieldOutcome, onPromise)
	d.press(fyne.KeyF9)
	d.wantPage("materials")
	d.wantSays("身份证件和居住期限不能容缺")
	d.wantFocus(fieldOutcome)
	d.readable()
}

// With every paper there, nothing is promised; taken back, nothing stays.
func TestCapacity_only_for_what_is_missing(t *testing.T) {
	d := openDesk(t)
	d.toMaterials("mobile")
	d.at(fieldOutcome, onPromise)
	d.press(fyne.KeyF9, fyne.KeyF7)
	d.wantPage("materials")
	d.at("mobile", "original")
	d.press(fyne.KeyF9)
	if c := d.visit().sitting.Case; c.Capacity != nil || len(c.Missing) != 0 {
		t.Errorf("case %+v", c)
	}
	d.press(fyne.KeyF7)
	d.at("mobile", absent)
	d.at(fieldOutcome, accepted)
	d.press(fyne.KeyF9)
	if c := d.visit().sitting.Case; c.Capacity != nil || len(c.Missing) != 1 {
		t.Errorf("case %+v", c)
	}
}

// A town without the policy does not offer it.
func TestCapacity_is_off_without_the_towns_policy(t *testing.T) {
	d := newDesk(t, &storetest.Terminal{Centre: demo.QixingHall})
	d.signIn(demo.QixingClerk, demo.Password)
	d.wantPage("card")
	d.identified(demoCard(t, 1))
	for _, c := range d.visit().pages[2].(*materialsPage).outcomes() {
		if c.Code == onPromise {
			t.Error("accepting on a promise is offered")
		}
	}
}

// A draft brings the promise back.
func TestCapacity_survives_a_kill(t *testing.T) {
	d := openDesk(t)
	d.toMaterials("mobile")
	d.at(fieldOutcome, onPromise)
	d.at(fieldPromise, "明天补交")
	d.press(fyne.KeyF9)
	d.wantPage("union")
	next := d.resumed()
	next.wantPage("union")
	next.press(fyne.KeyF9, fyne.KeyF9)
	next.wantPage("done")
	if c := next.person(next.visit()).Cases[0]; c.Capacity == nil || c.Capacity.Promise != "明天补交" {
		t.Errorf("recorded %+v", c.Capacity)
	}
}
