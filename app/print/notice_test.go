package print

import (
	"strings"
	"testing"

	"ruhui/store/civil"
)

func TestMaterialNotice(t *testing.T) {
	path := saved(t, notice())
	text := pages(t, path)
	if len(text) != 2 {
		t.Fatalf("got %d pages, want one for the applicant and one for the window", len(text))
	}
	for i, whose := range []string{"申请人联", "窗口留存联"} {
		wantText(t, text[i], whose, "一次性告知书", "张*样：", "511399********0017",
			"你申请的【居住证申领】尚需补充下列材料：", "1. 劳动合同、营业执照、单位证明、社保缴费记录，四样中的任意一样",
			"2. 租房合同或房东出具的住宿证明",
			"请于 2026年10月14日前 交至新丰镇新居民服务中心3号窗口，逾期未补正的本次收件终止，可重新申请。",
			"代交的人请带自己的身份证。", "已收材料：1.居民身份证（原件）；2.近期免冠白底照片。",
			"受理编号 JZ 330402103 07 260915 0001 42", "告知日期 2026年9月14日", helpLine, "第1页 共1页")
	}
	all := words(t, path)
	if date, text := height(all, "2026年10月14日前"), height(all, "逾期未补正"); text == 0 || date < text*1.4 {
		t.Errorf("the date is %.0f points high, the text %.0f: want it much larger", date, text)
	}
	if got := scanned(t, path, 1); got != residenceNo {
		t.Errorf("scanned %q, want the case number %q", got, residenceNo)
	}
}

func TestMaterialNotice_without_date_or_place(t *testing.T) {
	n := notice()
	n.DueOn, n.DeliverTo, n.No = civil.Date{}, "", ""
	text := pages(t, saved(t, n))[0]
	wantText(t, text, "请交至3号。")
	for _, not := range []string{"逾期", "受理编号", "再来窗口时出示"} {
		if strings.Contains(text, not) {
			t.Errorf("the notice says %s, of which nothing is known", not)
		}
	}
}

func TestMaterialNotice_FileName(t *testing.T) {
	if got, want := notice().FileName("01J8ZQ3V7C"), "一次性告知书-01J8ZQ3V7C.pdf"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Accepted before the papers are there: the notice says so, with the promise.
func TestMaterialNotice_on_a_promise(t *testing.T) {
	n := notice()
	n.Promise = "我承诺在期限内补交所缺材料"
	text := pages(t, saved(t, n))[0]
	wantText(t, text, "你申请的【居住证申领】已先行受理（容缺受理），请补交下列材料：", "逾期未补交的，按承诺处理。",
		"申请人承诺：我承诺在期限内补交所缺材料", "申请人签名：")
	for _, not := range []string{"收件终止", "尚需补充"} {
		if strings.Contains(text, not) {
			t.Errorf("the notice says %s of a case that was accepted", not)
		}
	}
}
