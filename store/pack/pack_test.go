package pack

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"ruhui/store/storetest/seed"
	"ruhui/store/vault"
)

func TestProperty_deflate_is_read_by_the_standard_library(t *testing.T) {
	rng := rand.New(rand.NewPCG(seed.Of(t, 1), 2))
	random := make([]byte, 20000)
	for i := range random {
		random[i] = byte(rng.Uint32())
	}
	for name, body := range map[string]string{
		"empty": "", "one": "a", "two": "ab", "three": "abc",
		"run": strings.Repeat("a", 3000), "long match": strings.Repeat("0123456789", 258),
		"chinese":    `{"fields":{"Name":"张试样","HukouAddress":"四川省南充市样例县试验镇"}}`,
		"dictionary": string(words1), "random": string(random), "bytes": "\x00\xff\x90\x8f\xfe",
	} {
		packed, ok := packer.deflate([]byte("before"), []byte(body))
		if !ok {
			t.Fatalf("%s: refused", name)
		}
		if got := inflated(t, packed[len("before"):]); got != body {
			t.Errorf("%s: got %d bytes back, want %d", name, len(got), len(body))
		}
	}
}

func TestPack_takes_what_does_not_shrink_as_it_is(t *testing.T) {
	for _, body := range [][]byte{{0xff}, bytes.Repeat([]byte("长"), 1<<14)} {
		var kind byte
		packed := Pack(&kind, nil, body)
		back, err := Unpack(kind, packed)
		if err != nil || !bytes.Equal(back, body) {
			t.Errorf("%d bytes of kind %d came back as %d, %v", len(body), kind, len(back), err)
		}
	}
	if _, err := Unpack(9, nil); !errors.Is(err, vault.ErrNewer) {
		t.Errorf("a later kind gives %v", err)
	}
}

func inflated(t testing.TB, packed []byte) string {
	t.Helper()
	body, err := io.ReadAll(flate.NewReaderDict(bytes.NewReader(packed), words1))
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func FuzzDeflate(f *testing.F) {
	f.Add([]byte(`{"case":"","no":"JZ330402"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if packed, ok := packer.deflate(nil, body); ok {
			if got := inflated(t, packed); got != string(body) {
				t.Errorf("%q came back as %q", body, got)
			}
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add(byte(packedFirst), []byte{3, 0})
	f.Fuzz(func(_ *testing.T, kind byte, packed []byte) {
		_, _ = Unpack(kind, packed) // anything but a panic
	})
}

func BenchmarkPack(b *testing.B) {
	body := []byte(`{"case":"0195c2a1-3a4b-7e11-9c1d-1f2a3b4c5d6e","no":"JZ33040210399260914000142","type":"register","on":"2026-09-14","materials":[{"id":"identity","source":"original"}]}`)
	var kind byte
	var out []byte
	for b.Loop() {
		out = Pack(&kind, out[:0], body)
	}
	b.ReportMetric(float64(len(out))/float64(len(body)), "packed/body")
}
