package setup

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/vault"
)

// Staffing is what a staff file pack holds: who may sign in at one centre from
// now on, all of them. The district makes one whenever somebody comes or leaves
// there, and it goes to the centre's terminals by line or on a stick. A terminal
// that was off while all its people changed can be used again with it alone.
type Staffing struct {
	Made   record.HLC `json:"made"` // the district's clock; a terminal takes none older than the last
	Centre uuid.UUID  `json:"centre"`
	// Recipients are for what is sealed from now on; somebody who left means
	// another one for the centre.
	Recipients Recipients         `json:"recipients"`
	Files      []*vault.StaffFile `json:"files"`
	// News is an age file, sealed to the centre, with the events that say who
	// these people are: their names travel on the stick as well.
	News []byte `json:"news"`
}

var staffingForm = form{magic: staffingMagic, version: staffingVersion, most: maxStaffing,
	another: NotStaffing, newer: StaffingNewer, damaged: StaffingDamaged}

const (
	staffingMagic   = "ruhui-staff "
	staffingVersion = 1
	maxStaffing     = 8 << 20 // bytes; a file for each of a hundred people takes 300 KiB
)

// MakeStaffing seals the events to the centre, signs all with the district's
// key, and gives the file: two lines as in a set-up file, the signature, JSON.
// It refuses what [OpenStaffing] would not take.
func MakeStaffing(s Staffing, events []record.Marked, key ed25519.PrivateKey) ([]byte, error) {
	if err := checkEvents(events, s.Made); err != nil {
		return nil, fmt.Errorf("make staff pack: %w", err)
	}
	to, err := vault.ParseRecipient(s.Recipients.Centre)
	if err != nil {
		return nil, fmt.Errorf("make staff pack: %w", err)
	}
	news, err := plainJSON(events)
	if err != nil {
		return nil, fmt.Errorf("make staff pack: %w", err)
	}
	if s.News, err = vault.SealTo(news, to); err != nil {
		return nil, fmt.Errorf("make staff pack: %w", err)
	}
	public, _ := key.Public().(ed25519.PublicKey)
	if err := s.check(public); err != nil {
		return nil, fmt.Errorf("make staff pack: %w", err)
	}
	body, err := plainJSON(s)
	if err != nil {
		return nil, fmt.Errorf("make staff pack: %w", err)
	}
	rest := append(ed25519.Sign(key, signedStaffing(body)), body...)
	return staffingForm.wrap(rest), nil
}

// plainJSON leaves the bodies of events the bytes they were: those are hashed.
func plainJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return out.Bytes(), err
}

func signedStaffing(body []byte) []byte {
	return append(fmt.Appendf(nil, "ruhui staff pack %d\n", staffingVersion), body...)
}

// OpenStaffing checks that the file is whole, signed by the district of that
// key, and keeps every rule. Whether it is for this centre and new is for the
// terminal to say. Errors are of type [Error].
func OpenStaffing(file []byte, district ed25519.PublicKey) (Staffing, error) {
	rest, err := staffingForm.unwrap(file, ed25519.SignatureSize)
	if err != nil {
		return Staffing{}, fmt.Errorf("open staff pack: %w", err)
	}
	signature, body := rest[:ed25519.SignatureSize], rest[ed25519.SignatureSize:]
	if len(district) != ed25519.PublicKeySize || !ed25519.Verify(district, signedStaffing(body), signature) {
		return Staffing{}, fmt.Errorf("open staff pack: %w", StaffingForeign)
	}
	var s Staffing
	if json.Unmarshal(body, &s) != nil {
		return Staffing{}, fmt.Errorf("open staff pack: %w", StaffingDamaged)
	}
	if err := s.check(district); err != nil {
		return Staffing{}, fmt.Errorf("open staff pack: %w", err)
	}
	return s, nil
}

// check: each file is the district's, whole, and for this centre; logins differ.
func (s *Staffing) check(district ed25519.PublicKey) error {
	if s.Made == 0 || s.Centre == uuid.Nil || len(s.Files) == 0 || s.Recipients.check() != nil {
		return StaffingInvalid
	}
	logins := map[string]bool{}
	for _, f := range s.Files {
		if f == nil || f.Check() != nil || f.Verify(district) != nil || f.Centre != s.Centre || f.Login == "" || logins[f.Login] {
			return StaffingInvalid
		}
		logins[f.Login] = true
	}
	return nil
}

// Events opens the news with the centre's identity, from the ring of one of the
// files. [vault.ErrIdentity] comes back for another one's.
func (s *Staffing) Events(with ...age.Identity) ([]record.Marked, error) {
	plain, err := vault.OpenWith(s.News, with...)
	if errors.Is(err, vault.ErrIdentity) {
		return nil, err
	}
	var events []record.Marked
	if err != nil || json.Unmarshal(plain, &events) != nil || checkEvents(events, s.Made) != nil {
		return nil, StaffingDamaged
	}
	return events, nil
}
