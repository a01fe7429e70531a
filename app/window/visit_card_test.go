package window

import (
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// A day of validity that is none stays as it was typed and bars going on.
func TestCard_a_date_that_is_none_is_told(t *testing.T) {
	d := openDesk(t)
	d.press(fyne.KeyF6)
	d.at("DocNo", "330499199001010018")
	d.at("Name", "测试乙")
	for _, field := range []string{fieldValidFrom, fieldValidTo} {
		d.at(field, "2026-02-30")
		d.press(fyne.KeyF9)
		d.wantPage("card")
		d.wantSays("日期有误")
		d.wantFocus(field)
		if d.Value(field) != "2026-02-30" {
			t.Errorf("%s is %q after being told", field, d.Value(field))
		}
		d.at(field, "2016-02-29")
	}
	d.at(fieldValidTo, "2036-02-29")
	d.press(fyne.KeyF9)
	d.wantPage("residence")
	if doc := d.visit().sitting.Document; doc.ValidFrom.String() != "2016-02-29" || doc.ValidTo.String() != "2036-02-29" || doc.LongTerm {
		t.Errorf("document %+v", doc)
	}
}

func TestCard_a_paper_without_end_is_typed_with_one_key(t *testing.T) {
	d := openDesk(t)
	d.press(fyne.KeyF6)
	d.at("DocNo", "330499199001010018")
	d.at("Name", "测试乙")
	d.tabTo(fieldValidTo)
	d.win.Canvas().Focused().TypedRune('c')
	if d.Value(fieldValidTo) != "长期" {
		t.Fatalf("the field holds %q", d.Value(fieldValidTo))
	}
	v := d.completeFromCard(false)
	if p := d.person(v); !p.Documents[0].LongTerm || !p.Documents[0].ValidTo.IsZero() {
		t.Errorf("recorded %+v", p.Documents[0])
	}
}

// What the card left open may be filled in, and changed again.
func TestCard_fills_what_the_chip_lacks(t *testing.T) {
	d := openDesk(t)
	c := resident("测试丁", "330499199001010018")
	c.ValidFrom = civil.Date{Year: 2016, Month: 3, Day: 1}
	d.card(c)
	if !d.form().Field(fieldValidFrom).Input.Disabled() || d.form().Field(fieldValidTo).Input.Disabled() {
		t.Fatal("what the card says is not locked, or what it lacks is")
	}
	d.at(fieldValidTo, "2035-03-01")
	d.press(fyne.KeyF9, fyne.KeyF7)
	d.wantPage("card")
	d.at(fieldValidTo, "2036-03-01")
	v := d.completeFromCard(false)
	if p := d.person(v); p.Documents[0].ValidTo.String() != "2036-03-01" || p.Documents[0].ValidFrom.String() != "2016-03-01" {
		t.Errorf("recorded %+v", p.Documents[0])
	}
}

// The chip of an older person's card bears no end: the form says so, locked.
func TestCard_shows_a_card_without_end(t *testing.T) {
	d := openDesk(t)
	c := resident("测试丁", "330499199001010018")
	c.LongTerm = true
	d.card(c)
	if d.Value(fieldValidTo) != "长期" || !d.form().Field(fieldValidTo).Input.Disabled() {
		t.Errorf("the end is %q", d.Value(fieldValidTo))
	}
}

// A passport asks for the state that issued it, chosen from a list.
func TestCard_passport_asks_for_its_state(t *testing.T) {
	d := openDesk(t)
	d.press(fyne.KeyF6)
	d.wantSays("签发机关")
	d.at(fieldDocType, string(ident.DocPassport))
	d.wantSays("签发国")
	d.wantSilent("签发机关")
	d.at("DocNo", "C01X0006H")
	d.at("Name", "测试戊")
	d.at("Birth", "1990-01-01")
	d.at("Sex", "2")
	d.press(fyne.KeyF9)
	d.wantPage("card")
	d.wantFocus(fieldState)
	d.wantSays("请选择护照签发国")
	d.readable()
	d.at(fieldState, "DEU")
	v := d.completeFromCard(false)
	if p := d.person(v); p.Documents[0].Issuer != "DEU" || p.Documents[0].Type != ident.DocPassport {
		t.Errorf("recorded %+v", p.Documents[0])
	}
}

// Somebody known has moved: the new register address, typed after going back,
// counts, and the old one warns no more.
func TestCard_typed_news_of_somebody_known_counts(t *testing.T) {
	d := openDesk(t)
	c := resident("测试丁", "330499199001010018")
	c.Address = "浙江省嘉兴市秀洲区样例路1号"
	d.complete(c, false)
	d.press(fyne.KeyF9)
	d.press(fyne.KeyF6)
	d.at("DocNo", "330499199001010018")
	d.at("Name", "测试丁")
	d.press(fyne.KeyF9)
	d.wantPage("residence")
	d.press(fyne.KeyF7)
	d.at("HukouAddress", "四川省南充市样例区试验路9号")
	d.press(fyne.KeyF9)
	d.wantPage("residence")
	d.press(fyne.KeyF5, fyne.KeyF9)
	d.at("identity", "original")
	d.press(fyne.KeyF9, fyne.KeyF9)
	d.wantPage("review")
	d.wantSays("四川省南充市样例区试验路9号")
	d.wantSilent("秀洲区", "市区内人户分离")
	d.press(fyne.KeyF9)
	d.wantPage("done")
	if p := d.person(d.visit()); p.Text(record.FieldHukouAddress) != "四川省南充市样例区试验路9号" {
		t.Errorf("recorded %q", p.Text(record.FieldHukouAddress))
	}
}

// Emptied again, what is known stands as before.
func TestCard_typed_news_taken_back(t *testing.T) {
	d := openDesk(t)
	d.complete(resident("测试丁", "330499199001010018"), false)
	d.press(fyne.KeyF9, fyne.KeyF6)
	d.at("DocNo", "330499199001010018")
	d.at("Name", "测试丁")
	d.at("HukouAddress", "四川省南充市样例区试验路9号")
	d.press(fyne.KeyF9, fyne.KeyF7)
	d.at("HukouAddress", "")
	d.press(fyne.KeyF9)
	if got := d.visit().value(record.FieldHukouAddress); got != "四川省南充市样例区试验路1号" {
		t.Errorf("the address is %q", got)
	}
}
