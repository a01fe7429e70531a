package window

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/app/ui/uitest"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

func TestFind_every_way(t *testing.T) {
	d := openDesk(t)
	v := d.complete(demoCard(t, 1), true)
	storetest.Visit(t, d.session, 3) // somebody else
	d.press(fyne.KeyF3)
	for name, query := range map[string]string{
		"name": "张试样", "part of the name": "试样", "pinyin": "zhangshiyang", "initials": "zsy", "last digits": "0017",
		"whole number": "511399199001010017", "telephone's tail": "0001", "case": v.outcome.CaseNo, "application": v.outcome.JoinNo,
		"token": v.outcome.Token,
	} {
		d.form().Put(fieldQuery, "")
		if d.Found() != 0 {
			t.Error("nothing finds somebody")
		}
		d.at(fieldQuery, query)
		if d.Found() != 1 {
			t.Errorf("by %s: found %d", name, d.Found())
			continue
		}
		d.press(fyne.KeyReturn)
		d.wantPage("person")
		d.wantSays("张试样")
		d.press(fyne.KeyEscape)
		d.wantPage("find")
		if d.Value(fieldQuery) != query {
			t.Errorf("back from the person, %q is asked for", d.Value(fieldQuery))
		}
	}
	d.form().Put(fieldQuery, "没有此人")
	d.wantSays("没有符合条件的记录")
	d.wantSilent("张试样", "511399199001010017")
}

// A slip's code finds its person from every page, without leaving anything in
// the field the focus was in.
func TestFind_scanned(t *testing.T) {
	d := openDesk(t)
	v := d.complete(demoCard(t, 1), true)
	for name, text := range map[string]string{
		"number": v.outcome.CaseNo, "link": link(d.residents(), v.outcome.Token),
		"link elsewhere": "https://example.org/app/s/" + v.outcome.Token + "?from=slip", "token": v.outcome.Token,
	} {
		d.press(fyne.KeyF3)
		uitest.Scan(d.win, text)
		if d.Found() != 1 {
			t.Errorf("%s scanned where one looks for people: found %d", name, d.Found())
		}
		if name == "token" {
			continue // outside it might be anything
		}
		for _, page := range []fyne.KeyName{fyne.KeyF2, fyne.KeyF4} {
			d.press(page)
			uitest.Scan(d.win, text)
			d.wantPage("find")
			if d.Found() != 1 {
				t.Errorf("%s scanned on the page of %s: found %d", name, page, d.Found())
			}
		}
	}
	d.press(fyne.KeyF2)
	uitest.Scan(d.win, "511399199001010017")
	d.wantPage("card")
	if d.Value("DocNo") != "511399199001010017" {
		t.Error("a document's number scanned into its field is not there")
	}
}

func TestPerson_shows_numbers_only_when_asked_and_says_so(t *testing.T) {
	d := openDesk(t)
	v := d.complete(demoCard(t, 1), true)
	d.press(fyne.KeyF4)
	d.wantPage("today")
	d.wantSays("今日来访1人次", "张*样", "已受理", "待审批", "仅本机")
	d.press(fyne.KeyReturn)
	d.wantPage("person")
	d.wantSays("511399********0017", "199****0001", "新丰镇样例社区工会联合会", "已受理")
	d.wantSilent("511399199001010017", "19900000001")
	d.readable()
	before := d.waiting().Events
	d.press(fyne.KeyF6)
	d.wantSays("511399199001010017", "19900000001")
	if n := d.waiting().Events - before; n != 1 {
		t.Errorf("%d events for looking, want person.viewed", n)
	}
	d.press(fyne.KeyF6)
	if n := d.waiting().Events - before; n != 1 {
		t.Errorf("%d events for looking once", n)
	}
	if p := d.person(v); len(p.Open()) != 0 {
		t.Errorf("looking changed the person: %v", p.Open())
	}
	d.press(fyne.KeyEscape)
	d.wantPage("today")
}

func TestSignOut_wipes(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	session := d.session
	d.press(fyne.KeyF12)
	d.win.Canvas().FocusNext()
	d.press(fyne.KeyReturn)
	d.wantPage("signin")
	d.wantSilent("张试样", "511399", "0001")
	if d.cards.listen != nil || d.session != nil {
		t.Error("the visit is still held")
	}
	if _, err := session.Find(context.Background(), "张"); err == nil {
		t.Error("the session still reads")
	}
	for _, key := range []fyne.KeyName{fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF6, fyne.KeyF12} {
		d.press(key)
		d.wantPage("signin")
	}
	uitest.Scan(d.win, "JZ33040210301260914000128")
	d.wantPage("signin")
}

func TestHelp_lists_the_keys_of_each_page(t *testing.T) {
	d := openDesk(t)
	for _, step := range []struct {
		to        func()
		have, not string
	}{
		{func() {}, "手工录入", "同意申请入会"},
		{func() { d.toUnion(demoCard(t, 1)) }, "同意申请入会", "手工录入"},
		{func() { d.press(fyne.KeyF9) }, "保存", "下一步"},
	} {
		step.to()
		d.press(fyne.KeyF1)
		var help []string
		for _, text := range uitest.Texts(d.win.Canvas().Overlays().Top()) {
			help = append(help, text.Text)
		}
		all := strings.Join(help, " ")
		if !strings.Contains(all, step.have) || strings.Contains(all, step.not) || !strings.Contains(all, "退出登录") {
			t.Errorf("keys listed: %s", all)
		}
		d.readable()
		d.press(fyne.KeyEscape)
	}
	if d.visit().saved || d.visit().outcome.State == record.Accepted {
		t.Error("looking at the keys pressed one")
	}
}
