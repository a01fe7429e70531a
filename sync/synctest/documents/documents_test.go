package documents_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"testing"

	"ruhui/sync/synctest/documents"
)

func TestDocumentsAreThePublishedOnes(t *testing.T) {
	want := map[uint64]string{
		10_000: "8fedde4e69c4fc0611a0bbece7bcd3b5b7cbabef5f73f8c6325f753f2f423319",
		50_000: "aee0d5012f31b0b839d060d68329df4bf1c4abac96c0953c70c3f8bbe47c4062",
	}
	sum := sha256.New()
	for i := range uint64(50_000) {
		_, _ = io.WriteString(sum, documents.Document(documents.Seed, i)+"\n") // a hash takes everything
		if text, asked := want[i+1]; asked {
			if got := hex.EncodeToString(sum.Sum(nil)); got != text {
				t.Errorf("SHA-256 of %d documents: got %s, want %s", i+1, got, text)
			}
		}
	}
}
