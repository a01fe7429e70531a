package storetest

import (
	"context"
	"crypto/sha256"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// wording is a text somebody was shown.
func wording(text string) record.Wording {
	return record.Wording{Version: "2026-1", Hash: sha256.Sum256([]byte(text))}
}

// Sitting is a complete first visit of the visitor: residence registration with
// its papers, and an application to the joint union U103A, with all consents.
// Tests change what their story needs.
func Sitting(tb testing.TB, ses *store.Session, v Visitor) record.Sitting {
	tb.Helper()
	return record.Sitting{
		Visit: uuid.New(), Person: PersonID(tb, ses, v), Centre: ses.Store().Terminal().Centre, Window: "1",
		Ticket: "A012", Channel: record.AtWindow, Opened: v.opened(ses.Now()),
		Document: v.Document(), Source: record.FromReader, Read: v.Card(),
		Typed: map[record.Field]string{
			record.FieldMobile: v.Mobile, record.FieldTown: demo.Xinfeng, record.FieldCommunity: demo.Xinfeng + "901",
			record.FieldAddress: "样例路3号2幢501室", record.FieldEmployer: demo.EmployerID(demo.Property).String(),
			record.FieldEmployerName: "样例物业服务部", record.FieldJobTitle: "保洁员", record.FieldEducation: "60",
			record.FieldArrivedOn: "2026-09-01", record.FieldStayReason: "1", record.FieldDwellingType: "1",
			record.FieldPlannedStay: "3", record.FieldLandlord: "演示房东", record.FieldLandlordPhone: "19900000099",
			record.FieldInsured: "1", record.FieldEmploymentForm: "1", record.FieldWorkerGroup: "0",
			record.FieldMigrantWorker: "1", record.FieldSkillLevel: "5",
		},
		Case: record.Residence{Type: record.Register, Materials: []record.Material{
			{ID: "identity", Source: record.Original}, {ID: "lodging", Source: record.Copy}, {ID: "mobile", Source: record.Original}}},
		Notice: wording("residence_notice"),
		Union: record.Joining{Offer: record.Agreed, ShareEmployer: record.Declined, SMS: record.Agreed,
			Union: demo.UnionID("U103A"), Why: record.CoveredByJoint, JoinText: wording("union_join"),
			ShareText: wording("share_employer"), SMSText: wording("sms"), FormText: "2026-1"},
	}
}

// PersonID computes the visitor's id as the window does.
func PersonID(tb testing.TB, ses *store.Session, v Visitor) uuid.UUID {
	tb.Helper()
	scheme, issuer, number, ok := ident.SchemeOf(ident.Document{Type: ident.DocIDCard, Number: v.Number})
	if !ok {
		tb.Fatalf("visitor %d has a number that cannot be right", v.N)
	}
	id, err := ses.PersonID(context.Background(), scheme, issuer, number)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// Save saves a sitting as the window clerk.
func Save(ses *store.Session, s record.Sitting) (record.Outcome, store.Recorded, error) {
	var out record.Outcome
	done, err := ses.Record(context.Background(), record.RoleWindowClerk, s.Visit, func(tx *store.Tx) ([]record.Fact, error) {
		now, err := tx.Person(s.Person)
		if err != nil && store.CodeOf(err) != store.NotFound {
			return nil, err
		}
		var facts []record.Fact
		facts, out, err = s.Facts(&now, tx)
		return facts, err
	})
	return out, done, err
}

// Visit lets the n-th visitor register and apply, and ends the test when that
// cannot be saved.
func Visit(tb testing.TB, ses *store.Session, n int) (record.Sitting, record.Outcome, store.Recorded) {
	tb.Helper()
	s := Sitting(tb, ses, VisitorN(n))
	out, done, err := Save(ses, s)
	if err != nil {
		tb.Fatal(err)
	}
	return s, out, done
}

// Approve lets the base union's officer approve the application of a visit, and
// gives the member number.
func Approve(tb testing.TB, officer *store.Session, person uuid.UUID, out record.Outcome, union string) string {
	tb.Helper()
	var no string
	_, err := officer.Record(context.Background(), record.RoleBaseUnion, uuid.Nil, func(tx *store.Tx) (facts []record.Fact, err error) {
		if no, err = tx.MemberNo(); err != nil {
			return nil, err
		}
		return []record.Fact{{File: record.File{Kind: record.KindPerson, ID: person}, Type: "membership.approved",
			Body: record.MembershipApproved{Membership: out.Membership, Union: demo.UnionID(union), On: tx.Today(),
				Meeting: "2026-9", MemberNo: no}}}, nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return no
}
