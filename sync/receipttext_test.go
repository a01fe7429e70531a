package sync

import (
	"crypto/ed25519"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/record"
)

func TestReceiptSurvivesPaper(t *testing.T) {
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := Receipt{Journal: uuid.New(), Terminal: uuid.New(), Seq: 4711, Hash: record.Hash{1, 2, 3}, Safe: 4700, Time: 1 << 56, Epoch: uuid.New()}
	r.Sign(key)
	text := r.Text()
	if !regexp.MustCompile(`^[0-9A-Z $%*+\-./:]{200,300}$`).MatchString(text) {
		t.Errorf("%d characters, or not of a QR code's compact letters", len(text))
	}
	for name, scanned := range map[string]string{"as printed": text, "small letters": strings.ToLower(text), "in lines": text[:80] + "\r\n" + text[80:] + "\n"} {
		back, err := ParseReceipt(scanned)
		if err != nil || !reflect.DeepEqual(back, r) || !back.Verify(public) {
			t.Errorf("%s: %v", name, err)
		}
	}
	last := "A"
	if strings.HasSuffix(text, "A") {
		last = "Q"
	}
	if changed, err := ParseReceipt(text[:len(text)-1] + last); err == nil && changed.Verify(public) {
		t.Error("a changed receipt verifies")
	}
	for _, other := range []string{"", text[:100], "https://ruhui.example/s/abc", text + "AA", strings.Replace(text, ":1:", ":2:", 1)} {
		if _, err := ParseReceipt(other); !errors.Is(err, ErrNoReceipt) {
			t.Errorf("%d characters: got %v, want %v", len(other), err, ErrNoReceipt)
		}
	}
}
