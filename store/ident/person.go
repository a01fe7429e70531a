package ident

import (
	"encoding/binary"
	"math/bits"

	"github.com/google/uuid"
	"golang.org/x/crypto/scrypt"

	"ruhui/store/civil"
)

// Scheme says under which numbering a person is known; together with issuer and number it names one person.
type Scheme string

const (
	SchemeCitizen   Scheme = "citizen"    // 18 characters
	SchemeHMT       Scheme = "hmt"        // residence permit for Hong Kong, Macao, Taiwan, 18 characters
	SchemeForeignPR Scheme = "foreign_pr" // permanent residence card, 18 or 15 characters
	SchemePassport  Scheme = "passport"   // with its issuing state
	SchemeHMPass    Scheme = "hm_pass"    // the first 9 characters, which outlive the permit
	SchemeTWPass    Scheme = "tw_pass"    // the first 8 digits, likewise
)

// SchemeOf gives what a document's person id is computed from. Every paper that shows the citizen number leads to the same
// scheme and number, one with 15 digits too. ok is false without a document and for a number that cannot be right: such a
// person gets a random id.
func SchemeOf(doc Document) (scheme Scheme, issuer, number string, ok bool) {
	// No day is needed: a number is a person's also on a PC whose clock stands before the birth.
	var never civil.Date
	d, check := ParseDocument(doc.Type, doc.Number, doc.Issuer, never)
	if !check.OK() && check.Code != LegacyNumber {
		return "", "", "", false
	}
	switch d.Type {
	case DocIDCard, DocTempID, DocHousehold:
		return SchemeCitizen, "", d.Number, true
	case DocHMT:
		return SchemeHMT, "", d.Number, true
	case DocForeignPR:
		return SchemeForeignPR, "", d.Number, true
	case DocPassport:
		return SchemePassport, d.Issuer, d.Number, true
	case DocHMPass:
		return SchemeHMPass, "", d.Number[:9], true
	case DocTWPass:
		return SchemeTWPass, "", d.Number[:8], true
	}
	return "", "", "", false
}

// LookupKey is the district's secret for computing person ids. It is owned by whoever made it and only read here, so it may
// be shared between goroutines.
type LookupKey struct {
	Number byte   // which of the district's keys; the first byte of every id made with it
	Secret []byte // 32 random bytes; without it anybody could try all citizen numbers
	Work   int    // scrypt's N, 0 for 2^14; else rounded up to a power of two, at most 2^20. Tests take 2.
}

// PersonID is the id of the person with that number on every terminal of the district: a UUID of version 8 (RFC 9562) whose
// first byte is the key's number and whose other bits are scrypt (r 8, p 1) over scheme, issuer and number with the secret as
// salt. It is slow on purpose, some 40 ms and 16 MB, so that a leaked key does not turn ids into a list of numbers: call it
// once per document and off the screen's thread. number is what SchemeOf gives.
func (k LookupKey) PersonID(scheme Scheme, issuer, number string) uuid.UUID {
	// Key fails only for parameters that work rules out.
	sum, _ := scrypt.Key(frame(string(scheme), issuer, number), k.Secret, k.work(), 8, 1, 16)
	id := uuid.UUID(sum)
	id[0] = k.Number
	id[6] = id[6]&0x0f | 0x80 // version 8
	id[8] = id[8]&0x3f | 0x80 // the variant of RFC 9562
	return id
}

func (k LookupKey) work() int {
	if k.Work <= 0 {
		return 1 << 14
	}
	n := min(max(k.Work, 2), 1<<20)
	return 1 << bits.Len(uint(n-1))
}

// frame joins parts each preceded by its length, so that no two rows of parts give the same bytes.
func frame(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}
