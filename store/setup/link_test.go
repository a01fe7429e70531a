package setup_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"ruhui/store/record"
	"ruhui/store/setup"
)

func link() setup.Link {
	return setup.Link{Address: "https://district.example.cn:8443", Authority: setup.Fingerprint([]byte("der")), Code: setup.NewCode()}
}

func TestLinkSurvivesScanners(t *testing.T) {
	want := link()
	text := want.String()
	if !regexp.MustCompile(`^[0-9A-Z $%*+\-./:]+$`).MatchString(text) {
		t.Errorf("link is not of a QR code's compact letters: %d characters", len(text))
	}
	wide := strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, text)
	for name, scanned := range map[string]string{"as printed": text, "small letters": strings.ToLower(text),
		"full width": wide, "line ends": text[:20] + "\r\n" + text[20:] + "\n", "address": strings.Replace(text, "DISTRICT", "District", 1)} {
		got, err := setup.ParseLink(scanned)
		if err != nil || got != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseLinkRefusesOtherCodes(t *testing.T) {
	text := link().String()
	last := "0"
	if strings.HasSuffix(text, "0") {
		last = "1"
	}
	for name, c := range map[string]struct {
		scanned string
		want    error
	}{
		"empty": {"", setup.NotALink}, "web page": {"https://ruhui.example/s/abc", setup.NotALink},
		"citizen number": {"330499199001010018", setup.NotALink}, "cut": {text[:60], setup.NotALink},
		"no https":  {strings.Replace(text, "HTTPS", "HTTP", 1), setup.NotALink},
		"user":      {strings.Replace(text, "HTTPS://", "HTTPS://A@", 1), setup.NotALink},
		"path":      {strings.Replace(text, ":8443/", ":8443/A/", 1), setup.NotALink},
		"code slip": {text[:len(text)-1] + last, setup.WrongCode},
	} {
		if _, err := setup.ParseLink(c.scanned); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestPlainAddress(t *testing.T) {
	for s, want := range map[string]bool{"https://10.1.2.3:8443": true, "https://[fd00::1]:8443": true, "https://district.example": true,
		"https://district.example/": false, "http://district.example": false, "district.example:8443": false, "https://": false, "": false,
		"https://a b": false, "https://district.example?x": false} {
		if got := setup.PlainAddress(s); got != want {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}

func FuzzParseLink(f *testing.F) {
	f.Add(link().String())
	f.Add("RUHUI:1:HTTPS://A//")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := setup.ParseLink(text)
		if err != nil {
			if setup.Messages[setup.Key(err)] == "" {
				t.Fatalf("an error nobody can read: %v", err)
			}
			return
		}
		if again, err := setup.ParseLink(l.String()); err != nil || again != l {
			t.Fatalf("a link that was read does not read again: %v", err)
		}
		if l.Authority == (record.Hash{}) && l.Code == "" {
			t.Fatal("an empty link was read")
		}
	})
}
