package device

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"ruhui/store/civil"
)

func day(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.Parse(s)
	if err != nil {
		t.Fatalf("test has bad date %q: %v", s, err)
	}
	return d
}

// wantCards are the cards of the simulator as read, without the latest address.
func wantCards(t testing.TB) []Card {
	zhang := Card{
		Kind: Resident, Name: "张试样", Sex: "1", Ethnic: "01", Birth: day(t, "1990-01-01"),
		Address: "四川省南充市样例区试验路1号", Number: "511399199001010017", Issuer: "南充市公安局样例分局",
		ValidFrom: day(t, "2020-01-01"), ValidTo: day(t, "2040-01-01"),
	}
	return []Card{
		zhang,
		{
			Kind: Resident, Name: "阿依古丽·样例", Sex: "2", Ethnic: "05", Birth: day(t, "1995-07-01"),
			Address: "新疆样例市试验乡2村3号", Number: "653199199507010067", Issuer: "样例市公安局",
			ValidFrom: day(t, "2024-07-01"), ValidTo: day(t, "2044-07-01"),
		},
		{
			Kind: Resident, Name: "测试甲", Sex: "2", Ethnic: "01", Birth: day(t, "1960-06-30"),
			Address: "浙江省嘉兴市样例县试验路4号", Number: "330499196006300045", Issuer: "样例县公安局",
			ValidFrom: day(t, "2010-01-01"), LongTerm: true,
		},
		{
			Kind: Foreign2017, Name: "证件样本", NameLatin: "ZHENGJIAN, YANGBEN", Sex: "2", Birth: day(t, "1980-01-01"),
			Number: "PAK310080010103", Nationality: "PAK", Version: "01", Authority: "1500",
			ValidFrom: day(t, "2023-08-08"), ValidTo: day(t, "2033-08-07"),
		},
		{
			Kind: HMT, Name: "证件样本", Sex: "2", Birth: day(t, "1994-08-23"),
			Address: "浙江省嘉兴市南湖区样例路2号", Number: "810000199408230021", Issuer: "嘉兴市公安局",
			ValidFrom: day(t, "2023-01-01"), ValidTo: day(t, "2028-01-01"), PassNo: "H00000000", Issues: "01",
		},
		{
			Kind: Foreign2023, Name: "证件样本", NameLatin: "ZHENGJIAN, YANGBEN", Sex: "2", Issues: "00", Birth: day(t, "1981-08-03"),
			Number: "911124198108030024", Nationality: "124",
			ValidFrom: day(t, "2023-12-01"), ValidTo: day(t, "2033-11-30"),
		},
		zhang,
	}
}

func TestParseText(t *testing.T) {
	for i, want := range wantCards(t) {
		t.Run(demoCards[i].label, func(t *testing.T) {
			got, err := ParseText(demoCards[i].text)
			if err != nil {
				t.Fatal(err)
			}
			sameCard(t, got, want)
		})
	}
}

// sameCard names the fields that differ, not what they hold.
func sameCard(t testing.TB, got, want Card) {
	t.Helper()
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		if !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
			t.Errorf("%s differs", g.Type().Field(i).Name)
		}
	}
}

// workedText is the text of the first card as the protocol's description has it.
const workedText = `
	205FD58B37682000200020002000200020002000200020002000200020003100
	3000310031003900390030003000310030003100DB56DD5D017757534551025E
	37688B4F3A53D58B8C9AEF8D3100F75320002000200020002000200020002000
	2000200020002000200020002000200020002000200020002000350031003100
	3300390039003100390039003000300031003000310030003000310037005753
	4551025E6C51895B405C37688B4F0652405C2000200020002000200032003000
	3200300030003100300031003200300034003000300031003000310020002000
	2000200020002000200020002000200020002000200020002000200020002000`

func TestWorkedExample(t *testing.T) {
	want := unhex(t, strings.NewReplacer("\n", "", "\t", "").Replace(workedText))
	if !bytes.Equal(demoCards[0].text, want) {
		t.Errorf("text is\n% X, want\n% X", demoCards[0].text, want)
	}
	sum := func(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }
	if got, want := sum(demoCards[0].text), "7258585b67f9a992871e10eaaaeb8d01ba535995adf5d9d19a4262de963f6844"; got != want {
		t.Errorf("text has SHA-256 %s, want %s", got, want)
	}
	frame := readFrame(t, 1, CmdRead)
	if !bytes.HasPrefix(frame, unhex(t, "AAAAAA9669 0508 000090 0100 0400")) || len(frame) != 1295 {
		t.Errorf("frame of %d bytes begins % X", len(frame), frame[:14])
	}
	if got, want := sum(frame), "d1e6bbab2d50ce5de0707d843f29e7f2a1c990a233a50b9bea7fc7369f1c1b44"; got != want {
		t.Errorf("frame has SHA-256 %s, want %s", got, want)
	}
}

// readFrame is what a fresh simulator answers to a read of card n.
func readFrame(t testing.TB, n int, c Command) []byte {
	t.Helper()
	s := NewSimulator()
	if err := s.Lay(n); err != nil {
		t.Fatal(err)
	}
	for _, before := range []Command{CmdFind, CmdSelect} {
		s.answer(before[:])
	}
	frame, _ := s.answer(c[:])
	return frame
}

func TestDemoCards_have_the_published_checksums(t *testing.T) {
	for i, want := range []byte{0xC6, 0x1B, 0x1E, 0x01, 0xD6, 0x0C} {
		frame := readFrame(t, i+1, CmdRead)
		if got := frame[len(frame)-1]; got != want || len(frame) != 1295 {
			t.Errorf("card %d: %d bytes with checksum %02X, want 1295 with %02X", i+1, len(frame), got, want)
		}
	}
	frame := readFrame(t, 7, CmdLatestAddress)
	if got := frame[len(frame)-1]; got != 0xCF || len(frame) != 81 {
		t.Errorf("latest address: %d bytes with checksum %02X, want 81 with CF", len(frame), got)
	}
	if got, want := readFrame(t, 1, CmdLatestAddress), unhex(t, "AAAAAA9669 0004 000091 95"); !bytes.Equal(got, want) {
		t.Errorf("without latest address: % X, want % X", got, want)
	}
}

func TestParseText_names(t *testing.T) {
	tests := []struct {
		name string
		raw  string // UTF-16LE at the front of the field
		want string
		keep bool
	}{
		{"supplementary plane", "42D8B7DF 205F", "𠮷张", false},
		{"extension A", "AE4D", "䶮", false},
		{"minority name with dot", "3F96 B700 205F", "阿\u00B7张", false},
		{"private use", "205F 00E8", "张\uE800", true},
		{"private use above", "80DB00DC 205F", "\U000F0000张", true},
		{"half a pair", "205F 42D8", "张\uFFFD", true},
		{"padded with NUL", "205F 0000", "张", false},
		{"empty", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := unhex(t, tt.raw)
			b := bytes.Clone(demoCards[0].text)
			copy(b, bytes.Repeat([]byte{' ', 0}, 15))
			copy(b, raw)
			c, err := ParseText(b)
			if err != nil {
				t.Fatal(err)
			}
			if c.Name != tt.want {
				t.Errorf("got %+q, want %+q", c.Name, tt.want)
			}
			if c.Unencoded() != tt.keep {
				t.Errorf("unencoded = %v, want %v", c.Unencoded(), tt.keep)
			}
			if tt.keep && !bytes.Equal(c.NameRaw, raw) {
				t.Errorf("raw name is % X, want % X", c.NameRaw, raw)
			}
		})
	}
}

func TestParseText_long_latin_name_crosses_the_fields(t *testing.T) {
	for _, name := range []string{
		"ABCDEFGHI JKLMNOPQRS TUVWXYZABC DEFGHIJKLMNOPQ", // 46 characters, a letter on both sides
		"ABCDEFGHI JKLMNOPQRS TUVWXYZABCDEF GHIJKL",      // the 35th is the space
		"ABCDEFGHI JKLMNOPQRS TUVWXYZABCDEFG HIJKL",      // the 36th is the space
	} {
		b := bytes.Clone(demoCards[5].text)
		copy(b[52:122], utf16le(name[:35]))
		copy(b[220:242], utf16le(name[35:]))
		c, err := ParseText(b)
		if err != nil || c.NameLatin != name {
			t.Errorf("got %q, %v, want %q", c.NameLatin, err, name)
		}
	}
}

func TestParseText_takes_nothing_from_reserved_fields(t *testing.T) {
	b := bytes.Clone(demoCards[4].text)
	copy(b[32:36], utf16le("01"))
	c, err := ParseText(b)
	if err != nil {
		t.Fatal(err)
	}
	sameCard(t, c, wantCards(t)[4])
}

func TestParseText_refuses(t *testing.T) {
	strange := bytes.Clone(demoCards[0].text)
	strange[markAt] = 'Z'
	wide := bytes.Clone(demoCards[4].text)
	wide[markAt+1] = 0x01 // U+014A is no J
	tests := []struct {
		name string
		text []byte
		want error
	}{
		{"mark Z", strange, ErrUnsupported},
		{"mark with a high byte", wide, ErrUnsupported},
		{"nothing but spaces", cardText(), errBlank},
		{"nothing but zeros", make([]byte, textSize), errBlank},
		{"short", demoCards[0].text[:255], errTextSize},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := ParseText(tt.text)
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			sameCard(t, c, Card{})
		})
	}
}

func TestParseText_bad_dates_stay_zero(t *testing.T) {
	b := bytes.Clone(demoCards[0].text)
	copy(b[36:52], utf16le("19900230"))
	copy(b[204:220], utf16le("2040    "))
	c, err := ParseText(b)
	if err != nil {
		t.Fatal(err)
	}
	if !c.Birth.IsZero() || !c.ValidTo.IsZero() || c.LongTerm {
		t.Errorf("got birth %v, valid to %v, long %v", c.Birth, c.ValidTo, c.LongTerm)
	}
}

func TestCard_shows_nothing_in_logs(t *testing.T) {
	c, err := ParseText(demoCards[0].text)
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%T %v"} {
		arg := []any{c}
		if verb == "%T %v" {
			arg = []any{Status{Card: c}, Status{Card: c}}
		}
		noPerson(t, verb, fmt.Sprintf(verb, arg...))
	}
	noPerson(t, "pointer", fmt.Sprintf("%+v", &c))
	var text, js bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("read", "card", c, "status", Status{State: Read, Card: c})
	slog.New(slog.NewJSONHandler(&js, nil)).Info("read", "card", c, "status", Status{State: Read, Card: c})
	noPerson(t, "slog text", text.String())
	noPerson(t, "slog JSON", js.String())
	if _, err := json.Marshal(c); err == nil {
		t.Error("a card went into JSON")
	}
}

func noPerson(t testing.TB, how, out string) {
	t.Helper()
	for _, secret := range []string{"张试样", "511399", "19900101", "1990", "四川", hex.EncodeToString([]byte("张试样"))} {
		if strings.Contains(out, secret) {
			t.Errorf("%s shows a field of the card", how)
		}
	}
}

// FuzzParseText checks that nothing a chip may hold breaks the program or a later
// step: each field is valid UTF-8 and trimmed, and what is kept is all there.
func FuzzParseText(f *testing.F) {
	for _, c := range demoCards {
		f.Add(c.text)
	}
	f.Add(make([]byte, textSize))
	f.Fuzz(func(t *testing.T, b []byte) {
		before := bytes.Clone(b)
		c, err := ParseText(b)
		if !bytes.Equal(b, before) {
			t.Fatal("the text was changed")
		}
		if err != nil {
			sameCard(t, c, Card{})
			return
		}
		v := reflect.ValueOf(c)
		for i := range v.NumField() {
			if v.Field(i).Kind() != reflect.String {
				continue
			}
			if s := v.Field(i).String(); !utf8.ValidString(s) || s != trim(s) {
				t.Errorf("%s is not clean", v.Type().Field(i).Name)
			}
		}
		if c.Unencoded() != unencoded(c.Name) {
			t.Error("the raw name is kept without need, or lost")
		}
		if !c.Unencoded() && !bytes.Contains(b, utf16le(c.Name)) {
			t.Error("the name is not what the card holds")
		}
	})
}
