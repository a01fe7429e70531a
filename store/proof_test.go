package store_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// What the district signed for is kept as it was said, is offered once to each
// other history of it, and again whenever it says that it does not hold it.
func TestProof_is_kept_and_offered_to_another_history(t *testing.T) {
	s := storetest.Open(t)
	ses := storetest.SignIn(t, s)
	_, _, done := storetest.Visit(t, ses, 0)
	head := s.Head()
	p := &store.Proof{Journal: head.Journal, Seq: head.Seq, Epoch: uuid.New(), Hash: record.Hash{1}, Time: 9, Signature: []byte{2}}
	var marks []store.Given
	for i := range done.Events {
		m := record.Mark{Effective: done.Events[i].At + 3, Allowed: i%2 == 0, Reason: record.StaffDisabled}
		p.Marks = append(p.Marks, m)
		marks = append(marks, store.Given{Event: done.Events[i].ID, Mark: m})
	}
	receipt := store.Receipt{Journal: head.Journal, Seq: head.Seq, Hash: head.Hash, At: s.Proven()}
	if err := s.TakeAnswer(background, marks, receipt, p); err != nil {
		t.Fatal(err)
	}
	offered := func(epoch uuid.UUID, want int) []store.ProofEnd {
		t.Helper()
		ends, err := s.Proofs(background, epoch)
		if err != nil || len(ends) != want {
			t.Fatalf("%d proofs to offer, %v, want %d", len(ends), err, want)
		}
		return ends
	}
	other := uuid.New()
	offered(p.Epoch, 0)
	end := offered(other, 1)[0]
	got, lines, err := s.ProvenStretch(background, end.Place)
	if err != nil || !slices.Equal(got.Marks, p.Marks) || len(lines) != len(done.Events) || lines[0].Marked.Event.ID != done.Events[0].ID {
		t.Fatalf("%d marks for %d events, %v", len(got.Marks), len(lines), err)
	}
	if err := s.ProofsOffered(background, other); err != nil {
		t.Fatal(err)
	}
	offered(other, 0)
	if joins, err := s.Joins(background, head.Journal, 0, record.Hash{}); err != nil || !joins {
		t.Fatal(joins, err)
	}
	offered(other, 1)
}
