package print

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

func TestSlip(t *testing.T) {
	path := saved(t, slip())
	text := pages(t, path)
	if len(text) != 2 {
		t.Fatalf("got %d pages, want one for the applicant and one for the window", len(text))
	}
	for i, whose := range []string{"申请人联", "窗口留存联"} {
		wantText(t, text[i], whose, "受理回执", "张*样：", "证件号码 511399********0017", "南湖区新丰镇新居民服务中心",
			"一、居住登记", "已受理，等公安机关审核。", "你申请的【居住登记】材料已于2026年9月14日受理。",
			"受理编号 JZ 330402103 07 260915 0001 42", "承诺办结日期 2026年9月17日",
			"已收材料：1.居民身份证（原件）；2.房屋租赁合同（复印件）；3.本人手机号码。", "可申领日期为2027年3月14日",
			"二、申请加入工会", unionNo, "承诺办结日期 2026年9月29日", "申请加入：新丰镇样例社区工会联合会。",
			"扫码查看办理进度", "查询电话 "+helpLine, "投诉电话 0573-00000001", "经办人签名：", "申请人签名：",
			"窗口 3号 经办人员号 0007 终端号 07 打印时间 2026-09-14 10:32", "第1页 共1页")
		for _, not := range []string{"补打", "演示", "离线", "还缺材料", "窗口扫码用"} {
			if strings.Contains(text[i], not) {
				t.Errorf("page %d says %s, which this slip is not", i+1, not)
			}
		}
		if got := scanned(t, path, i+1); got != link {
			t.Errorf("page %d: scanned %q, want %q", i+1, got, link)
		}
	}
}

func TestSlip_without_page(t *testing.T) {
	usual := words(t, saved(t, slip()))
	for about, address := range map[string]string{
		"no address": "", "an address too long for a code": "https://example.cn/s/" + strings.Repeat("A", 900),
		"an address longer than any code": strings.Repeat("A", 9000),
	} {
		t.Run(about, func(t *testing.T) {
			s := slip()
			s.Link = address
			path := saved(t, s)
			text := pages(t, path)[0]
			wantText(t, text, "JZ 330402103 07 260915 0001 42", "打电话查询时，请报受理编号", "窗口扫码用", helpLine)
			if strings.Contains(text, "扫码查看办理进度") {
				t.Error("the slip promises a page that does not exist")
			}
			if got := scanned(t, path, 1); got != residenceNo {
				t.Errorf("scanned %q, want the case number %q", got, residenceNo)
			}
			large := words(t, path)
			if got, than := height(large, helpLine), height(usual, helpLine); than == 0 || got < than*1.3 {
				t.Errorf("telephone is %.0f points high, beside a page's code %.0f: want it much larger", got, than)
			}
		})
	}
}

func TestSlip_without_numbers(t *testing.T) {
	s := Slip{Imprint: Imprint{Phone: helpLine}, Results: []Result{{Matter: "政策咨询", State: "已答复。"}}}
	text := pages(t, saved(t, s))
	wantText(t, text[0], "政策咨询", "已答复。", helpLine)
	for _, not := range []string{"受理编号JZ", "承诺办结日期", "材料已于", "证件号码", "一、", "投诉电话", "窗口扫码用", "打印时间"} {
		if strings.Contains(text[0], not) {
			t.Errorf("the slip says %s, of which nothing is known", not)
		}
	}
}

func TestSlip_masks_what_was_forgotten(t *testing.T) {
	s := slip()
	s.MaskedName, s.MaskedNumber = "张试样", "511399199003070017"
	for _, text := range pages(t, saved(t, s)) {
		wantText(t, text, "张*样：", "511399********0017")
		if strings.Contains(text, "张试样") || strings.Contains(text, "19900307") {
			t.Error("the slip shows what it must hide")
		}
	}
}

// With every mark it is still one page: visitors lose second sheets.
func TestSlip_marks(t *testing.T) {
	s := slip()
	s.Reprint, s.Offline, s.Demo = true, true, true
	path := saved(t, s)
	text := pages(t, path)
	if len(text) != 2 {
		t.Errorf("got %d pages, want one for each copy", len(text))
	}
	for _, page := range text {
		wantText(t, page, "补打", "离线受理，以公安机关登记结果为准", "演示 人员均为虚构，不作凭证")
	}
	if got := scanned(t, path, 1); got != link { // the letters run beneath the code
		t.Errorf("scanned %q, want %q", got, link)
	}
}

// long is a slip of several pages.
func long() Slip {
	s := slip()
	s.Reprint, s.Demo = true, true
	for i := range 60 {
		s.Results[0].Missing = append(s.Results[0].Missing,
			fmt.Sprintf("第%d号材料：房东、单位或者学校出具的住宿证明，复印件请注明“与原件一致”并签名。", i+1))
	}
	return s
}

func TestSlip_goes_on_to_further_pages(t *testing.T) {
	text := pages(t, saved(t, long()))
	if len(text) < 6 || len(text)%2 != 0 {
		t.Fatalf("got %d pages, want two copies of three or more", len(text))
	}
	half := len(text) / 2
	for i, page := range text {
		wantText(t, page, "演示", "补打", fmt.Sprintf("第%d页 共%d页", i%half+1, half))
		if i%half > 0 {
			wantText(t, page, "受理回执（续） JZ 330402103 07 260915 0001 42")
		}
	}
	for _, whose := range []string{strings.Join(text[:half], ""), strings.Join(text[half:], "")} {
		for i := range 60 {
			wantText(t, whose, fmt.Sprintf("%d.第%d号材料：", i+1, i+1))
		}
		wantText(t, whose, helpLine, "申请人签名：", unionNo)
	}
}

func TestSlip_stays_within_the_paper(t *testing.T) {
	endless := strings.Repeat("0123456789", 40)
	s := long()
	s.Demo = false // its letters are meant to be cut by the edge
	s.MaskedName, s.MaskedNumber = endless+"*", endless+"*"
	s.Centre, s.Phone, s.ComplaintPhone = endless, endless, endless
	s.Window, s.Terminal, s.Link = endless, strings.Repeat("测试", 200), ""
	s.Results[1] = Result{Matter: endless, No: endless, State: endless, Notes: []string{endless, strings.Repeat("，", 300)}}
	all := words(t, saved(t, s))
	const pointsPerMM = 72 / 25.4
	left, right := a5.margin*pointsPerMM, (a5.width-a5.margin)*pointsPerMM
	got := 0
	for _, w := range all {
		got += strings.Count(w.text, "9")
		if w.left < left-1 || w.right > right+1 || w.top < 0 || w.base > a5.height*pointsPerMM {
			t.Errorf("%q lies at %.0f–%.0f, %.0f–%.0f points: outside the page's column", w.text, w.left, w.right, w.top, w.base)
		}
	}
	// Ten fields of forty nines, in both copies, and those of the slip itself.
	if got < 2*10*40 {
		t.Errorf("got %d nines on paper, want at least %d: something was cut", got, 2*10*40)
	}
}

func TestSlip_the_same_bytes_at_once_from_many(t *testing.T) {
	want := printed(t, slip())
	var wait sync.WaitGroup
	got := make([]bytes.Buffer, 4)
	errs := make([]error, len(got))
	for i := range got {
		wait.Go(func() { errs[i] = slip().PDF(&got[i]) })
	}
	wait.Wait()
	for i := range got {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		if !bytes.Equal(got[i].Bytes(), want) {
			t.Errorf("printing %d gave other bytes", i)
		}
	}
}

var errFull = errors.New("disk is full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestSlip_tells_that_it_was_not_written(t *testing.T) {
	if err := slip().PDF(fullDisk{}); !errors.Is(err, errFull) {
		t.Errorf("got %v, want %v", err, errFull)
	}
}

func TestSlip_FileName(t *testing.T) {
	for id, want := range map[string]string{
		"01J8ZQ3V7C": "受理回执-01J8ZQ3V7C.pdf",
		"018f-2a_b":  "受理回执-018f-2a_b.pdf",
		"":           "受理回执.pdf",
		"张试样":        "受理回执.pdf",
		"../a\\b:\n": "受理回执-ab.pdf",
	} {
		if got := slip().FileName(id); got != want {
			t.Errorf("FileName(%q) = %q, want %q", id, got, want)
		}
	}
}
