package device

import (
	"errors"
	"testing"
)

func TestParseRead(t *testing.T) {
	text := demoCards[0].text
	reply := func(lengths string, rest int) []byte {
		d := append(unhex(t, lengths), text...)
		return append(d, make([]byte, rest)...)
	}
	tests := []struct {
		name string
		c    Command
		data []byte
		want error
	}{
		{"text and photo", CmdRead, reply("0100 0400", 1024), nil},
		{"no fingerprint", CmdReadPrint, reply("0100 0400 0000", 1024), nil},
		{"one fingerprint", CmdReadPrint, reply("0100 0400 0200", 1536), nil},
		{"two fingerprints", CmdReadPrint, reply("0100 0400 0400", 2048), nil},
		{"photo cut", CmdRead, reply("0100 0400", 1023), errReplySize},
		{"too much", CmdRead, reply("0100 0400", 1025), errReplySize},
		{"another text length", CmdRead, reply("0102 0400", 1026), errReplySize},
		{"lengths that overlap", CmdRead, reply("0000 0500", 1024), errReplySize},
		{"lengths cut", CmdReadPrint, unhex(t, "0100 0400 00"), errReplySize},
		{"empty", CmdRead, nil, errReplySize},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := parseRead(tt.c, tt.data)
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if tt.want == nil {
				sameCard(t, c, wantCards(t)[0])
			} else {
				sameCard(t, c, Card{})
			}
		})
	}
}

func TestParseAddress(t *testing.T) {
	d := cardText(part{0, addressSize, "浙江省嘉兴市南湖区新丰镇样例路3号"})[:addressSize]
	if got, err := parseAddress(d); err != nil || got != "浙江省嘉兴市南湖区新丰镇样例路3号" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := parseAddress(d[:68]); !errors.Is(err, errReplySize) {
		t.Errorf("cut: %v, want %v", err, errReplySize)
	}
}

func TestSAMID(t *testing.T) {
	d := unhex(t, "05000300 F5FD3401 D2040000 B168DE3A")
	id, err := parseSAMID(d)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := id.String(), "05.03-20250101-000001234-987654321"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := id.Bytes(); string(got) != string(d) {
		t.Errorf("bytes % X, want % X", got, d)
	}
	if _, err := parseSAMID(d[:15]); !errors.Is(err, errReplySize) {
		t.Errorf("cut: %v, want %v", err, errReplySize)
	}
}
