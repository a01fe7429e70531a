package window

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/app/device"
	"ruhui/store/record"
)

// Every card of the simulator, by keyboard only, from the card to the paper.
func TestVisit_every_card(t *testing.T) {
	d := openDesk(t)
	for n := 1; n <= 7; n++ {
		card := demoCard(t, n)
		if n == 7 { // the same person as card 1: everything is known, only the notice is read out again
			d.identified(card)
			d.wantSays("该人员已有登记")
			if d.Value("Mobile") != "19900000001" {
				t.Error("what is known is not filled in")
			}
			d.press(fyne.KeyF5, fyne.KeyF9, fyne.KeyF9, fyne.KeyF9, fyne.KeyF9)
			d.wantPage("done")
		} else {
			d.complete(card, n != 2)
		}
		v := d.visit()
		p := d.person(v)
		name := card.Name
		if name == "" {
			name = card.NameLatin
		}
		if p.Text(record.FieldName) != name || len(p.Documents) != 1 || p.Documents[0].Number != card.Number {
			t.Errorf("card %d is not recorded as it was read", n)
		}
		if v.outcome.State != record.Accepted || v.outcome.CaseNo == "" || (v.outcome.JoinNo != "") != (n != 2 && n != 7) {
			t.Errorf("card %d: outcome %+v", n, v.outcome)
		}
		d.wantSays(groups(v.outcome.CaseNo))
		d.press(fyne.KeyF10)
		files, err := filepath.Glob(filepath.Join(d.slips, "*"+v.outcome.CaseNo+"*.pdf"))
		if err != nil || len(files) != 1 {
			t.Errorf("card %d: slips %v, %v", n, files, err)
		}
		d.readable()
		d.press(fyne.KeyReturn) // the focus is on 下一位
		d.wantPage("card")
	}
	if d.waiting().Events == 0 {
		t.Error("nothing waits to be sent")
	}
}

func TestVisit_by_hand(t *testing.T) {
	d := openDesk(t)
	d.press(fyne.KeyF6)
	d.wantFocus("DocNo")
	d.at("DocNo", "330499199001010018")
	d.at("Name", "测试乙")
	d.press(fyne.KeyF9)
	d.wantPage("residence")
	d.residence()
	d.wantSays("尚缺：居民身份证") // nobody says that an original lay there
	d.at("identity", "original")
	d.press(fyne.KeyF9, fyne.KeyF9, fyne.KeyF9)
	d.wantPage("done")
	p := d.person(d.visit())
	if p.Text(record.FieldBirth) != "1990-01-01" || p.Text(record.FieldSex) != "1" {
		t.Errorf("born %s, sex %s: not as the number says", p.Text(record.FieldBirth), p.Text(record.FieldSex))
	}
}

func TestVisit_errors_bar_and_take_the_focus(t *testing.T) {
	d := openDesk(t)
	d.at("DocNo", "330499199001010019")
	d.press(fyne.KeyF9)
	d.wantPage("card")
	d.wantFocus("DocNo")
	d.wantSays("身份证号码校验不通过", "请填写姓名")
	d.readable()

	d.identified(demoCard(t, 1))
	d.press(fyne.KeyF9)
	d.wantPage("residence")
	d.wantFocus("Mobile")
	d.at("Mobile", "19900000001")
	d.at("ArrivedOn", "2026-09-15")
	d.press(fyne.KeyF5, fyne.KeyF9)
	d.wantFocus("ArrivedOn")
	d.wantSays("日期不能晚于今天")
	d.readable()
}

func TestVisit_warnings_do_not_bar(t *testing.T) {
	d := openDesk(t)
	d.card(demoCard(t, 5)) // lives within the urban area by the register
	d.wantSays("市区内人户分离")
	d.press(fyne.KeyF9)
	d.wantPage("residence")
}

func TestVisit_notice_must_be_told(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	for _, f := range [][2]string{{"Mobile", "19900000001"}, {"Town", "330402103"}, {"Address", "样例路3号"}} {
		d.at(f[0], f[1])
	}
	d.press(fyne.KeyF9)
	d.wantPage("residence")
	d.wantSays("请先把告知内容读给来人")
	told := d.visit().pages[1].(*residencePage).told
	if d.win.Canvas().Focused() != fyne.Focusable(told) {
		t.Error("the focus is not on the box to tick")
	}
	d.readable()
	d.press(fyne.KeyReturn, fyne.KeyF9)
	d.wantPage("materials")
}

func TestVisit_back_and_forth_loses_nothing(t *testing.T) {
	d := openDesk(t)
	d.toUnion(demoCard(t, 1))
	d.join()
	d.at(fieldUnion, d.form().Value(fieldUnion))
	d.press(fyne.KeyF7)
	d.at("lodging", "copy")
	before := map[string]map[string]string{}
	for range 3 {
		before[d.Page()] = d.form().Values()
		d.press(fyne.KeyF7)
	}
	d.wantPage("card")
	for range 4 {
		d.press(fyne.KeyF9)
		for name, want := range before[d.Page()] {
			if got := d.Value(name); got != want {
				t.Errorf("%s on page %s: %q, was %q", name, d.Page(), got, want)
			}
		}
	}
	d.wantPage("review")
	if u := d.visit().sitting.Union; u.Offer != record.Agreed || u.ShareEmployer != record.Declined || u.SMS != record.Agreed {
		t.Errorf("the answers are now %+v", u)
	}
}

// Nothing of one visitor reaches another, whichever way the clerk goes on.
func TestVisit_another_card_empties_everything(t *testing.T) {
	for _, way := range []string{"next", "steps"} {
		t.Run(way, func(t *testing.T) {
			d := openDesk(t)
			d.toUnion(demoCard(t, 1))
			d.join()
			d.press(fyne.KeyF9)
			d.wantPage("review")
			first := d.visit().sitting
			d.visit().onStep(0)
			d.card(demoCard(t, 3))
			if way == "next" {
				d.press(fyne.KeyF9)
			} else {
				d.visit().onStep(4)
			}
			d.wantPage("residence")
			for name, value := range d.form().Values() {
				if value != "" {
					t.Errorf("%s still holds the former visitor's", name)
				}
			}
			s := d.visit().sitting
			if s.Person == first.Person || s.Visit == first.Visit || s.Notice.Version != "" || s.Union.Offer != record.NotAsked {
				t.Errorf("the visit is still the former visitor's: union %+v", s.Union)
			}
			d.residence()
			if d.Value("lodging") != absent || d.Value("identity") != string(record.Original) {
				t.Error("the papers are still the former visitor's")
			}
			d.press(fyne.KeyF9)
			d.wantSays("尚未询问")
			d.press(fyne.KeyF9)
			d.wantSays("测试甲")
			d.wantSilent("张试样")
		})
	}
}

func TestVisit_materials(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.residence()
	d.at("identity", absent)
	d.at("guardian", asked)
	d.wantSays("尚缺：居民身份证或其他有效身份证件、监护人或代办人身份证件、关系证明")
	d.press(fyne.KeyF9, fyne.KeyF9)
	d.wantSays("待补正")
	d.press(fyne.KeyF9)
	d.wantPage("done")
	v := d.visit()
	if v.outcome.State != record.NeedSupplement || v.outcome.SupplementBy.IsZero() || !v.outcome.PromisedOn.IsZero() {
		t.Errorf("outcome %+v", v.outcome)
	}
	d.wantSays("还缺材料", "监护人", v.outcome.SupplementBy.Chinese())
	d.press(fyne.KeyF10)
	files, err := os.ReadDir(d.slips)
	if err != nil || len(files) != 2 {
		t.Errorf("%d papers, want the slip and the list of what is missing", len(files))
	}
	d.readable()
}

func TestVisit_not_accepted_needs_a_reason(t *testing.T) {
	d := openDesk(t)
	d.toUnion(demoCard(t, 1))
	d.press(fyne.KeyF9, fyne.KeyF7, fyne.KeyF7)
	d.wantPage("materials")
	d.at(fieldOutcome, notAccepted)
	d.press(fyne.KeyF9)
	d.wantPage("materials")
	d.wantFocus(fieldReasonCode)

	// Nor past it by the steps' bar.
	d.visit().onStep(1)
	d.visit().onStep(4)
	d.wantPage("materials")

	d.at(fieldReasonCode, string(record.OtherReason))
	d.press(fyne.KeyF9)
	d.wantPage("materials")
	d.wantFocus(fieldReasonText)
	d.at(fieldReasonText, "来人改日再办")
	d.press(fyne.KeyF9, fyne.KeyF9)
	d.wantPage("review")
	d.wantSays("不予受理", "来人改日再办")
	d.press(fyne.KeyF9)
	if out := d.visit().outcome; out.State != record.NotAccepted {
		t.Errorf("outcome %+v", out)
	}
}

func TestVisit_review_lists_everything(t *testing.T) {
	d := openDesk(t)
	d.toUnion(demoCard(t, 1))
	d.join()
	d.press(fyne.KeyF9)
	d.wantPage("review")
	d.wantSays("张试样", "男", "汉族", "1990-01-01", "511399199001010017", "四川省南充市样例区试验路1号", "19900000001",
		"新丰镇", "样例路3号", "居住登记", "联系电话", "灵活就业", "新丰镇样例社区工会联合会", "不同意")
	if d.win.Canvas().Focused() != fyne.Focusable(d.visit().next) {
		t.Error("Return would not save")
	}
	d.press(fyne.KeyReturn)
	d.wantPage("done")
	v := d.visit()
	d.wantSays(groups(v.outcome.CaseNo), groups(v.outcome.JoinNo), v.outcome.PromisedOn.Chinese(), v.outcome.EligibleFrom.Chinese())
}

// A save that fails keeps what was typed, shows nothing as saved, and can be
// repeated.
func TestVisit_a_save_that_fails_keeps_everything(t *testing.T) {
	d := openDesk(t)
	d.toUnion(demoCard(t, 1))
	d.join()
	d.press(fyne.KeyF9)
	before := fmt.Sprint(d.visit().values)
	if err := d.opt.Store.Close(); err != nil {
		t.Fatal(err)
	}
	d.press(fyne.KeyF9)
	d.wantPage("review")
	if !d.dialog() {
		t.Fatal("nothing is said")
	}
	d.wantSilent("已保存")
	d.press(fyne.KeyReturn)
	if d.dialog() || d.visit().saved || fmt.Sprint(d.visit().values) != before {
		t.Error("something is lost, or counts as saved")
	}
	d.press(fyne.KeyF9)
	if !d.dialog() {
		t.Error("it cannot be tried again")
	}
	d.press(fyne.KeyReturn)
	if !d.visit().unsaved() {
		t.Error("leaving would not ask")
	}
}

func TestVisit_a_slip_that_cannot_be_written(t *testing.T) {
	d := openDesk(t)
	if err := os.WriteFile(d.slips, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	d.complete(demoCard(t, 1), false)
	d.press(fyne.KeyF10)
	d.wantPage("done")
	d.wantSays("回执没有生成；业务已保存")
}

func TestVisit_leaving_asks(t *testing.T) {
	for name, leave := range map[string]fyne.KeyName{"find": fyne.KeyF3, "new visit": fyne.KeyF2, "sign out": fyne.KeyF12} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			d.at("DocNo", "3304")
			d.press(leave)
			d.wantSays("本次办理还没有保存")
			d.readable()
			d.press(fyne.KeyReturn) // the harmless answer
			d.wantPage("card")
			if d.Value("DocNo") != "3304" {
				t.Error("staying loses what was typed")
			}
			d.press(leave)
			d.win.Canvas().FocusNext()
			d.press(fyne.KeyReturn)
			if d.Page() == "card" && d.Value("DocNo") != "" {
				t.Error("it cannot be left")
			}
		})
	}
	d := openDesk(t)
	d.press(fyne.KeyF3)
	d.wantPage("find")
	closed := false
	d.AskClose(func() { closed = true })
	if !closed {
		t.Error("an empty window does not close")
	}
}

func TestVisit_reader_states(t *testing.T) {
	d := openDesk(t)
	page := d.visit().pages[0].(*cardPage)
	for state, want := range map[device.State]string{device.Offline: "读卡器未连接", device.Waiting: "请将证件放在读卡区", device.Reading: "正在读卡"} {
		page.onCard(device.Status{State: state})
		d.wantSays(want)
	}
	page.onCard(device.Status{State: device.Failed, Key: device.ReadFailed})
	d.wantSays("读卡失败")
	d.identified(demoCard(t, 1))
	page.onCard(device.Status{State: device.Read, Card: demoCard(t, 3)})
	if d.visit().sitting.Document.Number != "511399199001010017" {
		t.Error("a card laid during another step changed who the visitor is")
	}
}
