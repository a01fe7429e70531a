package record

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

func (s *story) proposed(kind TransferKind, from, to uuid.UUID) uuid.UUID {
	id := s.w.id()
	s.say("transfer.proposed", TransferProposed{Transfer: id, No: "ZJ1", Kind: kind, From: from, To: to, Why: "到岗", On: day("2026-10-01")})
	return id
}

func (s *story) moved(typ string, id uuid.UUID) {
	s.say(typ, TransferSaid{Transfer: id, On: day("2026-10-02"), Code: NotEmployedHere, MemberNo: "M9"})
}

func TestTransfer(t *testing.T) {
	t.Run("holding_changes_only_on_received", func(t *testing.T) {
		s := newStory(t)
		from, to := s.w.id(), s.w.id()
		s.registered()
		s.joined(from)
		id := s.proposed(ToEnterprise, from, to)
		for _, typ := range []string{"", "transfer.released"} {
			if typ != "" {
				s.moved(typ, id)
			}
			p := s.person()
			if got := p.Member().Holding; got != from {
				t.Fatalf("after %q held by %s, want the origin", typ, got)
			}
		}
		s.moved("transfer.received", id)
		p := s.person()
		if got := p.Member().Holding; got != to || p.OpenTransfer() != nil {
			t.Fatalf("held by %s, open %+v", got, p.OpenTransfer())
		}
		s.unlisted()
	})
	t.Run("refused_while_another_is_open", func(t *testing.T) {
		s := newStory(t)
		from := s.w.id()
		s.registered()
		s.joined(from)
		first := s.proposed(ToEnterprise, from, s.w.id())
		s.proposed(ToCommunity, from, s.w.id())
		s.listed(TransferOpen)
		if p := s.person(); p.OpenTransfer().ID != first {
			t.Error("the earlier proposal must stand")
		}
	})
	for _, end := range []string{"transfer.returned", "transfer.timed_out", "transfer.cancelled"} {
		t.Run("stays_with_origin_after_"+end[len("transfer."):], func(t *testing.T) {
			s := newStory(t)
			from := s.w.id()
			s.registered()
			s.joined(from)
			id := s.proposed(ToEnterprise, from, s.w.id())
			s.moved("transfer.released", id)
			s.moved(end, id)
			p := s.person()
			if p.Member().Holding != from || p.OpenTransfer() != nil {
				t.Errorf("member %+v", p.Member())
			}
			s.unlisted()
			s.moved("transfer.received", id) // too late
			s.listed(WrongState)
		})
	}
	t.Run("received_before_the_due_instant_stands", func(t *testing.T) {
		s := newStory(t)
		from, to := s.w.id(), s.w.id()
		s.registered()
		s.joined(from)
		id := s.proposed(ToEnterprise, from, to)
		s.moved("transfer.released", id)
		s.moved("transfer.received", id)
		s.moved("transfer.timed_out", id)
		s.listed(WrongState)
		if p := s.person(); p.Member().Holding != to {
			t.Error("a receipt before the time-out must stand")
		}
	})
	t.Run("to_retained_and_back", func(t *testing.T) {
		s := newStory(t)
		firm, town := s.w.id(), s.w.id()
		s.registered()
		s.joined(firm)
		for _, leg := range []struct {
			kind     TransferKind
			from, to uuid.UUID
			want     MembershipState
		}{{ToRetained, firm, town, Retained}, {BackFromRetained, town, firm, Active}} {
			id := s.proposed(leg.kind, leg.from, leg.to)
			s.moved("transfer.released", id)
			s.moved("transfer.received", id)
			p := s.person()
			if m := p.Member(); m.State != leg.want || m.Holding != leg.to {
				t.Fatalf("%s: member %+v", leg.kind, m)
			}
		}
		s.unlisted()
	})
	t.Run("into_the_district_is_no_second_joining", func(t *testing.T) {
		s := newStory(t)
		to, id := s.w.id(), s.w.id()
		s.registered()
		s.consents(UnionJoin)
		s.say("transfer.proposed", TransferProposed{Transfer: id, No: "ZJ1", Kind: IntoDistrict, To: to, Outside: "南充样例工会",
			JoinedOn: day("2019-05-01"), ExternalNo: "510000", Letter: true, Why: "来嘉务工", On: day("2026-09-14")})
		s.say("membership.applied", Applied{Membership: s.w.id(), No: "RH1", Union: to, On: day("2026-09-14")})
		s.listed(TransferOpen)
		s.moved("transfer.received", id)
		p := s.person()
		if m := p.Member(); m == nil || m.Holding != to || m.JoinedOn != day("2019-05-01") || m.ExternalNo != "510000" {
			t.Fatalf("member %+v", m)
		}
	})
	t.Run("out_of_the_district_on_the_stub_or_unconfirmed", func(t *testing.T) {
		for _, end := range []string{"transfer.received", "transfer.unconfirmed"} {
			s := newStory(t)
			from, id := s.w.id(), s.w.id()
			s.registered()
			s.joined(from)
			s.say("transfer.proposed", TransferProposed{Transfer: id, No: "ZJ1", Kind: OutOfDistrict, From: from, Outside: "杭州样例工会", Why: "离嘉", On: day("2026-10-01")})
			s.moved("transfer.released", id)
			s.moved("transfer.timed_out", id)
			s.listed(WrongState)
			s.moved(end, id)
			p := s.person()
			m := p.Member()
			if out := end == "transfer.received"; (m.Outside != "") != out || (m.Holding == uuid.Nil) != out {
				t.Errorf("%s: member %+v", end, m)
			}
		}
	})
	t.Run("cancelled_when_the_membership_ends", func(t *testing.T) {
		s := newStory(t)
		from := s.w.id()
		s.registered()
		m := s.joined(from)
		s.proposed(ToEnterprise, from, s.w.id())
		s.say("membership.exited", MembershipSaid{Membership: m, On: day("2026-10-02")})
		if p := s.person(); p.OpenTransfer() != nil || p.Transfers[0].State != Cancelled {
			t.Errorf("transfer %+v", p.Transfers[0])
		}
	})
}

// At each instant of any history an active or retained membership has exactly
// one holding union, there is at most one of them, and a transfer moves it in
// one step: the sum over unions never changes on the way.
func TestInvariants2_and_3_one_holding_union_and_the_sum_is_kept(t *testing.T) {
	instants, transfers := 0, 0
	for seed := range uint64(12) {
		told := newTale(t, seed).tell(200)
		turns := order(told)
		events := make([]Marked, 0, len(turns))
		before := map[uuid.UUID]int{}
		for _, tn := range turns {
			if tn.upholds != nil {
				continue
			}
			events = append(events, tn.Marked)
			after := map[uuid.UUID]int{}
			persons := FoldPersons(events)
			for i := range persons {
				p := &persons[i]
				holding := 0
				for _, m := range p.Members {
					if m.State.CanBeMember() {
						holding++
						if (m.Holding == uuid.Nil) == (m.Outside == "") {
							t.Fatalf("seed %d: member of no union or of two: %+v", seed, m)
						}
						after[m.Holding]++
					}
				}
				if holding > 1 {
					t.Fatalf("seed %d: %d memberships in force", seed, holding)
				}
				transfers += len(p.Transfers)
			}
			if slices.Contains([]string{"transfer.proposed", "transfer.released", "transfer.received", "transfer.returned", "transfer.cancelled"}, tn.Event.Type) {
				if a, b := sum(before), sum(after); a != b {
					t.Fatalf("seed %d: %s changed the sum of members from %d to %d", seed, tn.Event.Type, a, b)
				}
			}
			before = after
			instants++
		}
	}
	if transfers == 0 {
		t.Fatal("no transfer took effect in any history: the test shows nothing")
	}
	t.Logf("%d instants", instants)
}

func sum(m map[uuid.UUID]int) int {
	n := 0
	for _, v := range m {
		n += v
	}
	return n
}
