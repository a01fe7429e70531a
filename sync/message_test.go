package sync_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
	syncing "ruhui/sync"
)

var update = flag.Bool("update", false, "write the messages that are not saved yet")

// samples has every message with every field set.
func samples() map[string]any {
	m := newMaker(20260914)
	id, at := m.id, record.HLC(0x19941d5c9c0<<16|3)
	key := []byte("key of thirty-two bytes, or so..")
	signature := []byte("signature")
	receipt := syncing.Receipt{Journal: id(), Terminal: id(), Seq: 41, Hash: m.hash(), Safe: 40, Time: at, Epoch: id(), Signature: signature}
	joint := syncing.Joint{Journal: id(), Seq: 12, Hash: m.hash()}
	page := m.samplePage(at)
	batch := m.sampleBatch(at)
	file := syncing.PersonFile{Time: at, Events: []record.Marked{{Event: *page.Lines[0].Event, Mark: *page.Lines[0].Mark}}}
	return map[string]any{
		"setup_asked": &syncing.SetupAsked{Proof: m.hash()},
		"certify": &syncing.Certify{Proof: m.hash(), Terminal: id(), Centre: id(), Number: 7, Public: key,
			Courier: "age1courier", Signature: signature},
		"certified":   &syncing.Certified{Terminal: id(), Time: at, Epoch: id()},
		"nonce":       &syncing.Nonce{Nonce: []byte("nonce")},
		"token_asked": &syncing.TokenAsked{Terminal: id(), Nonce: []byte("nonce"), Signature: signature},
		"token":       &syncing.Token{Token: "token", Seconds: 600},
		"hello": &syncing.Hello{Program: "1.0", Now: at, Journal: id(), Head: 42, Hash: m.hash(), Receipt: &receipt, Epoch: id(),
			Staffing: at, Erased: at, Copied: true, Waiting: 1},
		"welcome": &syncing.Welcome{Time: at, Epoch: id(), Feeds: []string{"district", "town/330402001"}, Staffing: []byte("pack"),
			Number: 8, Erasures: []syncing.Erasure{{Person: id(), UpTo: at, At: at + 1}},
			Recipients: &setup.Recipients{Centre: "age1centre", Roles: map[record.Role]string{record.RoleMediator: "age1role"},
				Server: "age1server", Recovery: "age1recovery"},
			Journal: &joint, Lines: 1000, Signature: signature},
		"batch": batch,
		"pushed": &syncing.Pushed{Receipt: receipt, Marks: m.sampleMarks(batch),
			Proof: &syncing.Proof{Epoch: receipt.Epoch, Hash: receipt.Hash, Time: 7, Signature: []byte{1, 2}}},
		"lacks":       &syncing.Lacks{Events: []uuid.UUID{id(), id()}},
		"lacking":     &syncing.Lacking{Events: []uuid.UUID{id()}},
		"pull":        &syncing.Pull{Feed: "directory", Epoch: id(), After: 5, Hash: m.hash(), Max: 65536},
		"page":        page,
		"news":        &syncing.News{Positions: map[string]int64{"directory": 3, "district": 5}, Safe: 40, Seconds: 55},
		"moved":       &syncing.Moved{Feeds: []string{"directory"}, Receipt: &receipt, Time: at},
		"heads":       &syncing.Heads{Feed: "district", At: []syncing.Head{{Position: 5, Hash: m.hash()}}},
		"heads_agree": &syncing.HeadsAgree{Position: 5},
		"offer":       &syncing.Offer{Pages: []syncing.Page{*page, *m.samplePage(at + 9)}, Done: true},
		"offered":     &syncing.Offered{Taken: 2},
		"file_asked":  &syncing.FileAsked{Person: id(), Staff: id(), Role: record.RoleWindowClerk, Visit: id()},
		"person_file": &file,
		"receipt":     &receipt, // also by itself, on the closing page
		"refusal": &syncing.Refusal{Code: syncing.NotJoined, Detail: "in English", Joint: &joint,
			Epoch: id().String(), Seconds: 30},
	}
}

func (m maker) sampleEvent(at record.HLC, act uuid.UUID, body string) record.Event {
	e := record.Event{ID: m.stamped(at), At: at, Proven: at - 1, Origin: record.Origin{Centre: act, Terminal: m.id()}, Staff: m.id(),
		Role: record.RoleUnionClerk, Act: act, Visit: m.stamped(at), File: record.File{Kind: record.KindPerson, ID: m.id()},
		Type: "membership.applied", Version: 1, Body: json.RawMessage(body), Salt: [16]byte(m.id())}
	return e
}

func (m maker) samplePage(at record.HLC) *syncing.Page {
	act := m.stamped(at)
	one, two := m.sampleEvent(at, act, `{"union":"嘉兴 <&>"}`), m.sampleEvent(at+1, act, "")
	digest := m.hash()
	two.Body, two.Act, two.Visit, two.File, two.Salt = nil, uuid.Nil, uuid.Nil, record.File{}, [16]byte{}
	return &syncing.Page{Epoch: m.id(), Feed: "town/330402001", After: 4, Position: 7, Hash: m.hash(), Head: 9, Time: at,
		Signature: []byte("signature"), Before: record.Hash{4}, Lines: []syncing.Line{
			{Event: &one, Mark: &record.Mark{Effective: at + 2, Allowed: true, Reason: record.StaffDisabled}},
			{Directory: &syncing.DirectoryEntry{Person: m.id(), MemberNo: "HY000000000001", State: "member", Union: m.id(), Pending: true}},
			{Event: &two, Mark: &record.Mark{Effective: at + 3}, Digest: &digest},
		}}
}

func (m maker) sampleBatch(at record.HLC) *syncing.Batch {
	act := m.stamped(at)
	one, two := m.sampleEvent(at, act, `{"phone":"12000000000"}`), m.sampleEvent(at+1, act, "{\n}")
	erased := m.sampleEvent(at+2, act, "")
	digest := m.hash()
	erased.Body, erased.Act, erased.Visit, erased.File, erased.Salt = nil, uuid.Nil, uuid.Nil, record.File{}, [16]byte{}
	return &syncing.Batch{Journal: m.id(), After: 39, Previous: m.hash(), Last: m.hash(), Now: at + 9, ClockSet: true,
		Signature: []byte("signature"), Entries: []syncing.Entry{{Event: one}, {Event: two}, {Event: erased, Digest: &digest}}}
}

func (m maker) sampleMarks(b *syncing.Batch) []syncing.Given {
	var marks []syncing.Given
	for i := range b.Entries {
		marks = append(marks, syncing.Given{Event: b.Entries[i].Event.ID, Mark: record.Mark{Effective: b.Entries[i].Event.At, Allowed: true}})
	}
	marks[0].Mark.Reason = record.StaffDisabled
	return marks
}

// The saved messages are those of the first version: what changes them is no
// longer understood by a program of that version. A field that is added is
// optional and goes into a new file.
func TestMessagesAreWrittenAsSaved(t *testing.T) {
	for name, sent := range samples() {
		path := filepath.Join("testdata", "messages", "1", name+".jsonl")
		got := unzipped(t, written(t, sent))
		if *update {
			save(t, path, got)
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is written as\n%s\nwant\n%s", name, got, want)
		}
	}
}

// save never writes over a saved message: it is what other programs send.
func save(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		return
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestSavedMessagesAreRead(t *testing.T) {
	all := samples()
	paths, err := filepath.Glob(filepath.Join("testdata", "messages", "1", "*.jsonl"))
	if err != nil || len(paths) != len(all) {
		t.Fatalf("got %d saved messages, %v, want %d", len(paths), err, len(all))
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path[:len(path)-len(".jsonl")])
		got := empty(all[name])
		if err := syncing.Unmarshal(zipped(text), got); err != nil {
			t.Errorf("read %s: %v", name, err)
		} else if !reflect.DeepEqual(got, all[name]) {
			t.Errorf("%s: got %+v, want %+v", name, got, all[name])
		}
	}
}

// A sample with an unset field would not show a change to that field.
func TestSamplesSetEveryField(t *testing.T) {
	for name, m := range samples() {
		v := reflect.ValueOf(m).Elem()
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("%s does not set %s", name, v.Type().Field(i).Name)
			}
		}
	}
}

// A newer program may send a field this one does not know.
func TestUnknownFieldsAreLeftOut(t *testing.T) {
	var got syncing.HeadsAgree
	if err := syncing.Unmarshal(zipped([]byte(`{"position":5,"later":{"a":[1]}}`+"\n")), &got); err != nil || got.Position != 5 {
		t.Errorf("got %+v, %v", got, err)
	}
}
