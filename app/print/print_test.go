package print

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruhui/store/civil"
	"ruhui/store/ident"
)

const (
	residenceNo = "JZ33040210307260915000142"
	link        = "https://xinjumin.example.cn/s/7Q2MZK4WPX9D3RTB"
	helpLine    = "0573-00000000"
)

var unionNo = ident.CaseNo{
	Kind: ident.CaseMembership, Town: "330402103", Terminal: 7, Day: civil.Date{Year: 2026, Month: 9, Day: 14}, Seq: 1,
}.String()

// imprint is the demonstration's window 3 in Xinfeng.
func imprint() Imprint {
	return Imprint{
		Centre: "南湖区新丰镇新居民服务中心", Window: "3号", ClerkNo: "0007", Terminal: "07",
		PrintedAt: time.Date(2026, 9, 14, 10, 32, 5, 0, civil.Shanghai),
		Phone:     helpLine, ComplaintPhone: "0573-00000001",
	}
}

// slip is what the newcomer of the story takes home: registered, and applied to
// the union.
func slip() Slip {
	return Slip{
		Imprint:    imprint(),
		MaskedName: ident.MaskName("张试样"), MaskedNumber: ident.MaskID("511399199003070017"),
		Link: link,
		Results: []Result{{
			Matter: "居住登记", No: residenceNo, State: "已受理，等公安机关审核。",
			AcceptedOn: civil.Date{Year: 2026, Month: 9, Day: 14}, PromisedOn: civil.Date{Year: 2026, Month: 9, Day: 17},
			Materials: []string{"居民身份证（原件）", "房屋租赁合同（复印件）", "本人手机号码"},
			Notes:     []string{"居住满半年后可申领《浙江省居住证》，可申领日期为2027年3月14日。"},
		}, {
			Matter: "申请加入工会", No: unionNo, State: "已受理，等工会审批。",
			AcceptedOn: civil.Date{Year: 2026, Month: 9, Day: 14}, PromisedOn: civil.Date{Year: 2026, Month: 9, Day: 29},
			Notes: []string{"申请加入：新丰镇样例社区工会联合会。"},
		}},
	}
}

func notice() MaterialNotice {
	return MaterialNotice{
		Imprint:    imprint(),
		MaskedName: ident.MaskName("张试样"), MaskedNumber: ident.MaskID("511399199003070017"),
		Matter: "居住证申领", No: residenceNo,
		NoticeOn: civil.Date{Year: 2026, Month: 9, Day: 14}, DueOn: civil.Date{Year: 2026, Month: 10, Day: 14},
		DeliverTo: "新丰镇新居民服务中心3号窗口",
		Received:  []string{"居民身份证（原件）", "近期免冠白底照片"},
		Missing:   []string{"劳动合同、营业执照、单位证明、社保缴费记录，四样中的任意一样", "租房合同或房东出具的住宿证明"},
		Notes:     []string{"可以请家人代交，代交的人请带自己的身份证。", "窗口工作时间：周一至周五 8:30–11:30，13:30–17:00。"},
	}
}

type document interface{ PDF(io.Writer) error }

func printed(t testing.TB, d document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.PDF(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// saved writes the PDF to a file for a tool to read.
func saved(t testing.TB, d document) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, printed(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// tool runs a program that reads PDF files as the reader's own would, and gives
// what it prints.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed (Debian: poppler-utils, zbar-tools)", name)
		}
		t.Skipf("%s is not installed (Debian: poppler-utils, zbar-tools)", name)
	}
	var out, errs bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, errs.String())
	}
	if strings.Contains(errs.String(), "Error") {
		t.Errorf("%s: %s", name, errs.String())
	}
	return out.String()
}

// pages gives the text of each page without white space.
func pages(t testing.TB, path string) []string {
	t.Helper()
	text := tool(t, "pdftotext", "-raw", path, "-")
	text = strings.TrimSuffix(text, "\f")
	var out []string
	for _, page := range strings.Split(text, "\f") {
		out = append(out, squeezed(page))
	}
	return out
}

// squeezed is s without white space, since where a line breaks is not what a
// test of words is about.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func wantText(t testing.TB, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, squeezed(w)) {
			t.Errorf("got %q, want %q in it", text, w)
		}
	}
}

// scanned reads the code on one page, printed at 150 dots per inch, a modest
// printer's.
func scanned(t testing.TB, path string, page int) string {
	t.Helper()
	picture := filepath.Join(t.TempDir(), "page")
	n := strconv.Itoa(page)
	tool(t, "pdftoppm", "-r", "150", "-gray", "-singlefile", "-f", n, "-l", n, path, picture)
	return strings.TrimSpace(tool(t, "zbarimg", "--nodbus", "-q", "--raw", picture+".pgm"))
}

// word is where pdftotext finds a word, in points.
type word struct {
	text                   string
	left, top, right, base float64
}

var wordShape = regexp.MustCompile(`<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>`)

func words(t testing.TB, path string) []word {
	t.Helper()
	xml := tool(t, "pdftotext", "-bbox", path, "-")
	var all []word
	for _, m := range wordShape.FindAllStringSubmatch(xml, -1) {
		at := make([]float64, 4)
		for i := range at {
			at[i], _ = strconv.ParseFloat(m[i+1], 64) // cannot fail: digits and a dot
		}
		all = append(all, word{m[5], at[0], at[1], at[2], at[3]})
	}
	return all
}

// height is the size of the first word that holds text, 0 when none does.
func height(all []word, text string) float64 {
	for _, w := range all {
		if strings.Contains(w.text, text) {
			return w.base - w.top
		}
	}
	return 0
}
