// Package setup makes and opens set-up files: what a new terminal must know
// before it can serve without a network. A file is signed by the district and
// sealed with a one-time code; forty terminals of one centre get files that
// differ only in number and code.
//
// The code is what shows that a file is genuine: without it nobody could have
// sealed it. The signature joins it to the signing key it brings, so that the
// terminal trusts the same district from then on.
//
// The package reads and writes bytes; it touches neither disk nor clock.
package setup

import (
	"crypto/ed25519"

	"github.com/google/uuid"

	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/vault"
)

// DemoTerminal is the number of the terminal in demo mode, and of no real one.
const DemoTerminal = 99

// Setup is what a set-up file holds.
type Setup struct {
	Signed     record.HLC `json:"signed"` // time of signing: the first proven district time
	Demo       bool       `json:"demo,omitempty"`
	District   District   `json:"district"`
	Recipients Recipients `json:"recipients"`
	// Lookup computes person ids. A base union gets none: it has no use for
	// finding people who are not its members.
	Lookup *ident.LookupKey `json:"-"`
	// Events are the organisation and the reference data as the district
	// journalled and marked them: what the feeds bring again changes nothing.
	Events     []record.Marked    `json:"events"`
	Residents  Residents          `json:"residents"`
	Centre     uuid.UUID          `json:"centre"`
	StaffFiles []*vault.StaffFile `json:"staffFiles"`
	Terminal   int                `json:"terminal"` // 1 to 98, 99 in demo mode; printed, never a key
	Town9      string             `json:"town"`     // nine digits of the centre's town, for numbers
}

// District is how to reach and to recognise the district.
type District struct {
	Name         string            `json:"name"`
	Address      string            `json:"address"`      // https, for terminals
	Certificates [][]byte          `json:"certificates"` // DER, what the server's must descend from
	SigningKey   ed25519.PublicKey `json:"signingKey"`   // signs receipts, feeds, staff and set-up files
}

// Recipients are age recipients ("age1…") for what a terminal seals to others.
type Recipients struct {
	Centre   string                 `json:"centre"`
	Roles    map[record.Role]string `json:"roles,omitempty"` // of the sensitive roles in the centre's town
	Server   string                 `json:"server"`
	Recovery string                 `json:"recovery"`
}

// Residents is what slips and the visitor's screen show residents.
type Residents struct {
	BaseURL   string `json:"baseURL"` // of the residents' pages, without a slash at the end
	Telephone string `json:"telephone"`
	Complaint string `json:"complaint,omitempty"` // telephone for complaints
}

// lookupForm is the lookup key as it is written.
type lookupForm struct {
	Number byte   `json:"number"`
	Secret []byte `json:"secret"`
	Work   int    `json:"work,omitempty"`
}

// payload is what is signed.
type payload struct {
	Setup
	Lookup *lookupForm `json:"lookup,omitempty"`
}
