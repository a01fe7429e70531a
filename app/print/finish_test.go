package print

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestFinish_places_and_properties(t *testing.T) {
	raw := printed(t, slip())
	objects, err := split(raw) // checks that each place in the table holds its object
	if err != nil {
		t.Fatal(err)
	}
	info := string(objects[len(objects)-1])
	want := "<< /Title <FEFF53D7740656DE6267> /Producer (ruhui) /CreationDate (D:20260914103205+08'00') >>"
	if !strings.Contains(info, want) {
		t.Errorf("properties are %q, want %q and nothing else", info, want)
	}
}

// The program reads the finished file without complaint: tool fails on any.
func TestFinish_is_read_by_others(t *testing.T) {
	got := tool(t, "pdfinfo", saved(t, slip()))
	for _, want := range []string{"受理回执", "ruhui", "Pages:           2", "419.53 x 595.28"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
	for _, not := range []string{"Author", "Subject", "张", "511399"} {
		if strings.Contains(got, not) {
			t.Errorf("the properties say %q", not)
		}
	}
}

func TestFinish_without_time(t *testing.T) {
	if got := string(properties(3, "受理回执", time.Time{})); strings.Contains(got, "Date") {
		t.Errorf("got %q, want no date", got)
	}
	at := time.Date(2026, 9, 14, 23, 0, 0, 0, time.UTC)
	if got, want := string(properties(3, "", at)), "D:20260915070000+08'00'"; !strings.Contains(got, want) {
		t.Errorf("got %q, want the time in China, %q", got, want)
	}
}

func TestToUnicode(t *testing.T) {
	var old bytes.Buffer
	old.WriteString("7 0 obj\n<<\n/Length 9\n>>\nstream\n/CIDInit\n1 begincodespacerange\n<0001><7C00>\nendcodespacerange\n")
	for range 150 {
		old.WriteString("<0041><0041><4E00>\n")
	}
	old.WriteString("<7C00><7C00><20BB7>\nendstream\nendobj\n")
	got := string(toUnicode(7, old.Bytes()))
	for _, want := range []string{"7 0 obj\n", "<7C00> <D842DFB7>\n", "<0041> <4E00>\n", "100 beginbfchar\n", "51 beginbfchar\n", "<0000> <FFFF>"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
	length := regexp.MustCompile(`/Length (\d+) >>\nstream\n`).FindStringSubmatchIndex(got)
	if stream := got[length[1]:strings.Index(got, "endstream")]; got[length[2]:length[3]] != strconv.Itoa(len(stream)) {
		t.Errorf("length is given as %s, is %d", got[length[2]:length[3]], len(stream))
	}
}

func TestSplit_refuses_another_shape(t *testing.T) {
	good := printed(t, slip())
	for about, raw := range map[string][]byte{
		"nothing":         nil,
		"half a file":     good[:len(good)/2],
		"text":            []byte("startxref\n99999\n%%EOF\n"),
		"no table":        []byte("xxxx\nstartxref\n0\n%%EOF\n"),
		"a short table":   []byte("xref\n0 900\n0000000000 65535 f \nstartxref\n0\n%%EOF\n"),
		"objects shifted": append([]byte("%"), good...),
	} {
		if _, err := split(raw); !errors.Is(err, errShape) {
			t.Errorf("%s: got %v, want %v", about, err, errShape)
		}
	}
}
