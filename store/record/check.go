package record

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
)

// Problem is something to mend or to look at before a sitting is saved.
type Problem struct {
	Field Field       // where it is shown; empty for what concerns the whole step
	Step  VisitStep   // the step of the visit it belongs to
	Level ident.Level // an error bars saving, a warning does not
	Key   string      // message key
	Date  civil.Date  // a date the message speaks of
}

// VisitStep names a step of the visit.
type VisitStep string

// Steps of a visit.
const (
	StepCard      VisitStep = "card"
	StepResidence VisitStep = "residence"
	StepMaterials VisitStep = "materials"
	StepUnion     VisitStep = "union"
)

// FieldDocNo is where problems of the document's number are shown; it is not a
// detail of the person but part of the document.
const FieldDocNo Field = "DocNo"

// Message keys of problems that are not a listed [Reason].
const (
	KeyRequired       = "Required"
	KeyNotFloating    = "LocalNotFloating"
	KeyHalfYearNotMet = "HalfYearNotMet"
	KeyAfterToday     = "AfterToday"
	KeyNotTold        = "NotTold"
	KeyUnionMissing   = "UnionMissing"
	KeyAnswerMissing  = "AnswerMissing"
	KeyCapacityOff    = "CapacityOff"
	KeyReasonMissing  = "ReasonMissing"
)

// Check lists what bars saving the sitting (errors) and what the clerk should
// look at (warnings). now is the person's state before it.
func (s *Sitting) Check(now *Person, today civil.Date) []Problem {
	c := &checker{s: s, today: today}
	c.document()
	c.details()
	c.residence(now)
	c.union(now)
	return c.found
}

// Barred says that at least one problem is an error.
func Barred(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Level == ident.Error })
}

type checker struct {
	s     *Sitting
	today civil.Date
	found []Problem
}

// value is what stands in a field now: typed, else read, else prefilled.
func (c *checker) value(f Field) string {
	for _, m := range []map[Field]string{c.s.Typed, c.s.Read, c.s.Prefilled} {
		if v, said := m[f]; said {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

func (c *checker) add(step VisitStep, f Field, level ident.Level, key string) {
	if level != ident.Fine && key != "" {
		c.found = append(c.found, Problem{Field: f, Step: step, Level: level, Key: key})
	}
}

func (c *checker) need(step VisitStep, fields ...Field) {
	for _, f := range fields {
		if c.value(f) == "" {
			c.add(step, f, ident.Error, KeyRequired)
		}
	}
}

func (c *checker) document() {
	c.need(StepCard, FieldName)
	if name := c.value(FieldName); name != "" {
		_, check := ident.Name(name)
		c.add(StepCard, FieldName, check.Level, check.Code)
	}
	d := c.s.Document
	if d.Type == "" {
		c.add(StepCard, FieldDocNo, ident.Error, KeyRequired)
		return
	}
	doc, check := ident.ParseDocument(d.Type, d.Number, d.Issuer, c.today)
	c.add(StepCard, FieldDocNo, check.Level, check.Code)
	birth, _ := civil.Parse(c.value(FieldBirth))
	for _, x := range doc.Contradictions(birth, ident.Sex(c.value(FieldSex))) {
		c.add(StepCard, FieldDocNo, x.Level, x.Code)
	}
	if !d.ValidTo.IsZero() && !d.LongTerm {
		x := ident.Expired(d.ValidTo, c.today)
		c.add(StepCard, FieldDocNo, x.Level, x.Code)
	}
	if d.Type == ident.DocNone {
		c.need(StepCard, FieldBirth, FieldSex)
	}
}

func (c *checker) details() {
	c.need(StepResidence, FieldMobile, FieldTown, FieldAddress)
	if v := c.value(FieldMobile); v != "" {
		_, check := ident.Phone(v)
		c.add(StepResidence, FieldMobile, check.Level, check.Code)
	}
	if v := c.value(FieldLandlordPhone); v != "" {
		_, check := ident.Phone(v)
		c.add(StepResidence, FieldLandlordPhone, check.Level, check.Code)
	}
	if v := c.value(FieldEmployerUSCC); v != "" {
		_, check := ident.Credit(v)
		c.add(StepResidence, FieldEmployerUSCC, check.Level, check.Code)
	}
	c.date(StepResidence, FieldArrivedOn)
	c.date(StepCard, FieldBirth)
}

// date: written as a date, and not after today.
func (c *checker) date(step VisitStep, f Field) {
	v := c.value(f)
	if v == "" {
		return
	}
	switch d, err := civil.Parse(v); {
	case err != nil:
		c.add(step, f, ident.Error, ident.BadDate)
	case d.After(c.today):
		c.add(step, f, ident.Error, KeyAfterToday)
	}
}

// urbanJiaxing are the two districts of Jiaxing's urban area: who moves
// between them is not floating population (条例 art. 2).
var urbanJiaxing = []string{"浙江省嘉兴市南湖区", "浙江省嘉兴市秀洲区"}

func (c *checker) residence(now *Person) {
	r := c.s.Case
	if c.s.Notice.Version == "" {
		c.add(StepResidence, "", ident.Error, KeyNotTold)
	}
	c.capacity(r)
	if r.Code == OtherReason && strings.TrimSpace(r.Why) == "" {
		c.add(StepMaterials, "", ident.Error, KeyReasonMissing)
	}
	for _, area := range urbanJiaxing {
		if strings.HasPrefix(c.value(FieldHukouAddress), area) && r.Code == "" {
			c.add(StepCard, FieldHukouAddress, ident.Warn, KeyNotFloating)
		}
	}
	if r.Type == PermitApply && now != nil && r.Code == "" {
		if from := now.EligibleFrom(); from.IsZero() || from.After(c.today) {
			c.found = append(c.found, Problem{Step: StepMaterials, Level: ident.Warn, Key: KeyHalfYearNotMet, Date: from})
		}
	}
}

// capacity: accepting with something missing is a policy of the town, on a
// signed promise, and never for identity or the half year.
func (c *checker) capacity(r Residence) {
	switch {
	case r.Capacity == nil:
	case !r.CapacityOn:
		c.add(StepMaterials, "", ident.Error, KeyCapacityOff)
	default:
		c.add(StepMaterials, "", ident.Error, string(r.Capacity.check()))
	}
}

func (c *checker) union(now *Person) {
	u := c.s.Union
	if u.Offer != Agreed {
		return
	}
	who := Person{}
	if now != nil {
		who = *now
	}
	who.Fields = map[Field]string{FieldBirth: c.value(FieldBirth), FieldEmploymentForm: c.value(FieldEmploymentForm)}
	standing := who.Standing(c.today)
	if !standing.May {
		c.found = append(c.found, Problem{Step: StepUnion, Level: ident.Error, Key: string(standing.Reason), Date: standing.Ready})
		return
	}
	for _, look := range standing.Warning {
		c.add(StepUnion, "", ident.Warn, string(look))
	}
	c.need(StepUnion, FieldEmploymentForm)
	if u.Union == uuid.Nil {
		c.add(StepUnion, "", ident.Error, KeyUnionMissing)
	}
	if u.ShareEmployer == NotAsked || u.SMS == NotAsked {
		c.add(StepUnion, "", ident.Error, KeyAnswerMissing)
	}
}
