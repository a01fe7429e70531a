package record

import (
	"encoding/json"
	"testing"
)

func TestSealedBody_is_an_age_file_and_nothing_else(t *testing.T) {
	body, err := SealBody([]byte(ageHeader + "-> X25519 …"))
	if err != nil || !json.Valid(body) {
		t.Fatalf("seal: %v", err)
	}
	if age, sealed := SealedBody(body); !sealed || string(age) != ageHeader+"-> X25519 …" {
		t.Errorf("what comes out is not what went in: %v", sealed)
	}
	for _, other := range []string{``, `{}`, `null`, `{"age":"34"}`, `{"age":35}`, `{"kind":"job","age":"YQ=="}`, `"age"`} {
		if _, sealed := SealedBody(json.RawMessage(other)); sealed {
			t.Errorf("%s counts as sealed", other)
		}
	}
}

func TestService_stays_unread_while_it_is_sealed(t *testing.T) {
	s, now := serviceStory(t)
	s.say("service.started", ServiceMoved{On: day("2026-09-15")})
	if got := now(); got.Restricted {
		t.Fatal("an open case is restricted")
	}
	body, err := SealBody([]byte(ageHeader))
	if err != nil {
		t.Fatal(err)
	}
	s.known[0].Event.Body = body
	got := now()
	if !got.Restricted || got.State != "" || got.Kind != "" || len(got.Listed) != 0 || len(got.Unread) != 2 {
		t.Errorf("case %+v", got)
	}
}

func TestSealedTo_is_given_for_each_sensitive_kind(t *testing.T) {
	for _, k := range []ServiceKind{JobService, Training, OnJobTraining, Hardship, Mediation, LegalAid, Petition, CareerGuidance,
		PolicyConsult, Medical, MutualAidCase, Culture, Lecture, Matchmaking, Childcare, OtherService} {
		if (k.SealedTo() != "") != k.Sensitive() {
			t.Errorf("%s: sensitive %v, sealed to %q", k, k.Sensitive(), k.SealedTo())
		}
	}
}

func FuzzSealedBody(f *testing.F) {
	f.Add([]byte(`{"age":"YWdlLWVuY3J5cHRpb24ub3JnL3YxCg=="}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		age, sealed := SealedBody(body)
		if !sealed {
			return
		}
		again, err := SealBody(age)
		if err != nil {
			t.Fatal(err)
		}
		if back, _ := SealedBody(again); string(back) != string(age) {
			t.Fatal("what was read comes out otherwise")
		}
	})
}
