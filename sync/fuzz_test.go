package sync_test

import (
	"errors"
	"testing"

	syncing "ruhui/sync"
)

// fuzz feeds a message's text and its compressed form. Whatever is read must be
// written and read again as the same.
func fuzz[M any](f *testing.F, name string) {
	data, err := syncing.Marshal(samples()[name])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(unzipped(f, data)))
	f.Fuzz(func(t *testing.T, data []byte) {
		tryMessage[M](t, data)
		tryMessage[M](t, zipped(data))
	})
}

func tryMessage[M any](t *testing.T, data []byte) {
	t.Helper()
	var read, again M
	if err := syncing.Unmarshal(data, &read); err != nil {
		if r := (*syncing.Refusal)(nil); !errors.As(err, &r) || r.Code != syncing.BadMessage && r.Code != syncing.TooBig {
			t.Fatalf("got %v, want a refusal", err)
		}
		return
	}
	written, err := syncing.Marshal(&read)
	if err != nil {
		t.Fatalf("cannot write what was read: %v", err)
	}
	if err := syncing.Unmarshal(written, &again); err != nil {
		t.Fatalf("cannot read what was written: %v", err)
	}
	twice, err := syncing.Marshal(&again)
	if err != nil || string(twice) != string(written) {
		t.Errorf("written again in another way, %v", err)
	}
}

func FuzzUnmarshalBatch(f *testing.F)      { fuzz[syncing.Batch](f, "batch") }
func FuzzUnmarshalPage(f *testing.F)       { fuzz[syncing.Page](f, "page") }
func FuzzUnmarshalOffer(f *testing.F)      { fuzz[syncing.Offer](f, "offer") }
func FuzzUnmarshalPersonFile(f *testing.F) { fuzz[syncing.PersonFile](f, "person_file") }
func FuzzUnmarshalPushed(f *testing.F)     { fuzz[syncing.Pushed](f, "pushed") }
func FuzzUnmarshalHello(f *testing.F)      { fuzz[syncing.Hello](f, "hello") }
func FuzzUnmarshalWelcome(f *testing.F)    { fuzz[syncing.Welcome](f, "welcome") }
func FuzzUnmarshalCertify(f *testing.F)    { fuzz[syncing.Certify](f, "certify") }
func FuzzUnmarshalNews(f *testing.F)       { fuzz[syncing.News](f, "news") }
func FuzzUnmarshalRefusal(f *testing.F)    { fuzz[syncing.Refusal](f, "refusal") }
