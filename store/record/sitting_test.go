package record

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
)

// desk numbers for a sitting without a store under it.
type counter struct {
	today civil.Date
	n     int
}

func (c *counter) Today() civil.Date { return c.today }
func (c *counter) CaseNo(kind string) (string, error) {
	c.n++
	return fmt.Sprintf("%s%d", kind, c.n), nil
}
func (c *counter) Token() (string, error) { return "aaaaaaaaaaaaaaaaaaaaaa", nil }
func (c *counter) ID() uuid.UUID          { return uuid.New() }
func (c *counter) Due(from civil.Date, term civil.Term) (civil.Date, bool) {
	return new(civil.Calendar).Due(from, term)
}

// newcomer is 张试样 at the window: registration, complete, wants to join.
func newcomer() Sitting {
	return Sitting{
		Visit: uuid.New(), Person: uuid.New(), Centre: uuid.New(), Channel: AtWindow, Opened: time.Now(),
		Document: Document{Type: ident.DocIDCard, Number: "511399199001010017", ValidFrom: day("2020-01-01"), ValidTo: day("2040-01-01")},
		Source:   FromReader,
		Read:     map[Field]string{FieldName: "张试样", FieldSex: "1", FieldEthnic: "01", FieldBirth: "1990-01-01", FieldHukouAddress: "四川省南充市样例区试验路1号"},
		Typed: map[Field]string{FieldMobile: "19900000001", FieldTown: "330402103", FieldAddress: "样例路3号",
			FieldArrivedOn: "2026-09-01", FieldStayReason: "1", FieldEmploymentForm: "4", FieldRemark: ""},
		Case:   Residence{Type: Register, Materials: []Material{{"identity", Original}}},
		Notice: Wording{Version: "2026-1"},
		Union: Joining{Offer: Agreed, ShareEmployer: Declined, SMS: Agreed, Union: uuid.New(), Why: DispersedWork,
			JoinText: Wording{Version: "2026-1"}, ShareText: Wording{Version: "2026-1"}, SMSText: Wording{Version: "2026-1"}},
	}
}

func promised(material string) *Capacity {
	return &Capacity{Missing: []string{material}, Promise: "五个工作日内补交", DueOn: day("2026-09-21"), SignedBy: "本人"}
}

// saved folds what a sitting says.
func saved(t *testing.T, s Sitting, now *Person) (Person, Outcome, []string) {
	t.Helper()
	facts, out, err := s.Facts(now, &counter{today: day("2026-09-14")})
	if err != nil {
		t.Fatal(err)
	}
	st := newStory(t)
	st.file, st.visit = File{KindPerson, s.Person}, s.Visit
	var types []string
	for _, f := range facts {
		st.say(f.Type, f.Body)
		types = append(types, f.Type)
	}
	return st.person(), out, types
}

func TestSitting(t *testing.T) {
	t.Run("one_visit_two_results_one_slip", func(t *testing.T) {
		s := newcomer()
		p, out, types := saved(t, s, &Person{})
		if len(p.Listed) != 0 || len(p.Cases) != 1 || p.Applicant() == nil || len(p.Slips) != 1 {
			t.Fatalf("%v: listed %v", types, reasons(p.Listed))
		}
		if !slices.Equal(p.Slips[0].Numbers, []string{out.CaseNo, out.JoinNo}) || p.Cases[0].State != Accepted {
			t.Errorf("slip %+v", p.Slips[0])
		}
		if out.PromisedOn != day("2026-09-29") || out.EligibleFrom != day("2027-03-14") || p.Reminders[0].DueOn != out.EligibleFrom {
			t.Errorf("outcome %+v", out)
		}
		if p.Consents[ShareEmployer].InForce() || !p.Consents[SMS].InForce() || !p.Consents[UnionJoin].InForce() {
			t.Errorf("consents %+v", p.Consents)
		}
	})
	t.Run("declined_and_not_asked_leave_the_case_alone", func(t *testing.T) {
		for _, offer := range []Answer{Declined, NotAsked} {
			s := newcomer()
			s.Union = Joining{Offer: offer, JoinText: Wording{Version: "2026-1"}}
			p, out, types := saved(t, s, &Person{})
			if p.Cases[0].State != Accepted || out.JoinNo != "" || len(p.Members) != 0 || p.Text(FieldEmploymentForm) != "" {
				t.Errorf("offer %d: case %+v", offer, p.Cases[0])
			}
			if _, said := p.Consents[UnionJoin]; said != (offer == Declined) {
				t.Errorf("offer %d: %v", offer, types)
			}
		}
	})
	t.Run("missing_papers_are_told_once", func(t *testing.T) {
		s := newcomer()
		s.Case = Residence{Type: PermitApply, Missing: []string{"photo", "dwelling_lease"}}
		p, out, _ := saved(t, s, &Person{})
		if p.Cases[0].State != NeedSupplement || out.SupplementBy != day("2026-10-14") || !slices.Equal(p.Cases[0].Notice.Missing, s.Case.Missing) {
			t.Errorf("case %+v, outcome %+v", p.Cases[0], out)
		}
		if p.Applicant() == nil {
			t.Error("missing papers of the permit must not touch the application")
		}
	})
	t.Run("not_accepted_with_its_reason", func(t *testing.T) {
		s := newcomer()
		s.Case.Code = NotThisWindow
		p, out, _ := saved(t, s, &Person{})
		if p.Cases[0].State != NotAccepted || out.State != NotAccepted || p.Cases[0].Code != NotThisWindow {
			t.Errorf("case %+v", p.Cases[0])
		}
	})
	t.Run("untouched_prefilled_fields_are_not_written", func(t *testing.T) {
		s := newcomer()
		s.Union = Joining{}
		s.Prefilled = map[Field]string{FieldMobile: "19900000001", FieldTown: "330402103", FieldAddress: "旧路1号", FieldArrivedOn: "2026-09-01", FieldStayReason: "1"}
		_, _, types := saved(t, s, &Person{})
		if slices.Contains(types, "residence.described") {
			t.Errorf("nothing of the residence side was touched, yet %v", types)
		}
		facts, _, err := s.Facts(&Person{}, &counter{today: day("2026-09-14")})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range facts {
			if d, is := f.Body.(Details); is && f.Type == "person.changed" && (len(d.Fields) != 1 || d.Fields[FieldAddress] != "样例路3号") {
				t.Errorf("changed %v, want the address alone", d.Fields)
			}
		}
	})
}

func TestSittingCheck(t *testing.T) {
	cases := []struct {
		name   string
		change func(*Sitting)
		key    string
		level  ident.Level
	}{
		{"complete", func(*Sitting) {}, "", ident.Fine},
		{"no name", func(s *Sitting) { s.Read[FieldName] = "" }, KeyRequired, ident.Error},
		{"wrong check digit", func(s *Sitting) { s.Document.Number = "511399199001010018" }, ident.BadCheckDigit, ident.Error},
		{"sex and number differ", func(s *Sitting) { s.Read[FieldSex] = "2" }, ident.SexMismatch, ident.Warn},
		{"expired", func(s *Sitting) { s.Document.ValidTo = day("2026-09-13") }, ident.DocExpired, ident.Warn},
		{"no telephone", func(s *Sitting) { s.Typed[FieldMobile] = "" }, KeyRequired, ident.Error},
		{"bad telephone", func(s *Sitting) { s.Typed[FieldMobile] = "12900000000" }, ident.BadFormat, ident.Error},
		{"arrives tomorrow", func(s *Sitting) { s.Typed[FieldArrivedOn] = "2026-09-15" }, KeyAfterToday, ident.Error},
		{"no such day", func(s *Sitting) { s.Typed[FieldArrivedOn] = "2026-02-30" }, ident.BadDate, ident.Error},
		{"notice not read", func(s *Sitting) { s.Notice = Wording{} }, KeyNotTold, ident.Error},
		{"from the same urban area", func(s *Sitting) { s.Read[FieldHukouAddress] = "浙江省嘉兴市秀洲区样例路1号" }, KeyNotFloating, ident.Warn},
		{"other reason without text", func(s *Sitting) { s.Case.Code = OtherReason }, KeyReasonMissing, ident.Error},
		{"capacity without the town's policy", func(s *Sitting) { s.Case.Capacity = promised("photo") }, KeyCapacityOff, ident.Error},
		{"capacity for the identity", func(s *Sitting) { s.Case.CapacityOn, s.Case.Capacity = true, promised("identity") }, string(KeyMaterial), ident.Error},
		{"permit before half a year", func(s *Sitting) { s.Case.Type = PermitApply }, KeyHalfYearNotMet, ident.Warn},
		{"no union", func(s *Sitting) { s.Union.Union = uuid.Nil }, KeyUnionMissing, ident.Error},
		{"a consent not answered", func(s *Sitting) { s.Union.SMS = NotAsked }, KeyAnswerMissing, ident.Error},
		{"too young", func(s *Sitting) { s.Read[FieldBirth] = "2010-09-15"; s.Document.Number = "330499201009150031" }, string(TooYoung), ident.Error},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newcomer()
			c.change(&s)
			found := s.Check(&Person{}, day("2026-09-14"))
			if c.key == "" {
				if len(found) != 0 {
					t.Errorf("found %+v, want nothing", found)
				}
				return
			}
			i := slices.IndexFunc(found, func(p Problem) bool { return p.Key == c.key })
			if i < 0 || found[i].Level != c.level || Barred(found) != (c.level == ident.Error) {
				t.Errorf("found %+v, want %s at level %d", found, c.key, c.level)
			}
		})
	}
	t.Run("declining leaves the union unchecked", func(t *testing.T) {
		s := newcomer()
		s.Union = Joining{Offer: Declined}
		s.Typed[FieldEmploymentForm] = ""
		if found := s.Check(&Person{}, day("2026-09-14")); len(found) != 0 {
			t.Errorf("found %+v", found)
		}
	})
}

func TestMissing(t *testing.T) {
	table := []Requirement{{"identity", Must, ""}, {"photo", Must, ""}, {"guardian", Conditional, ""}, {"lease", Optional, Dwelling},
		{"title", Optional, Dwelling}, {"contract", Optional, Employment}, {"extra", Optional, ""}}
	have := func(ids ...string) (m []Material) {
		for _, id := range ids {
			m = append(m, Material{id, Original})
		}
		return m
	}
	cases := []struct {
		name  string
		have  []Material
		asked []string
		proof ProofGroup
		want  []string
	}{
		{"all there", have("identity", "photo", "title"), nil, Dwelling, nil},
		{"everything at once", have("identity"), []string{"guardian"}, Dwelling, []string{"photo", "guardian", "lease", "title"}},
		{"one proof of another group", have("identity", "photo", "contract"), nil, Dwelling, []string{"lease", "title"}},
		{"no group chosen: any proof does", have("identity", "photo", "contract"), nil, "", nil},
		{"a promise is not a paper", append(have("identity", "title"), Material{"photo", Promised}), nil, Dwelling, []string{"photo"}},
	}
	for _, c := range cases {
		if got := Missing(table, c.have, c.asked, c.proof); !slices.Equal(got, c.want) {
			t.Errorf("%s: missing %v, want %v", c.name, got, c.want)
		}
	}
}
