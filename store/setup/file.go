package setup

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/vault"
)

// A file is two lines and an age file. The age file, sealed with the code, holds
// the signature and the signed JSON.
var setupForm = form{magic: magic, version: version, most: maxFile, another: NotASetup, newer: Newer, damaged: Damaged}

const (
	magic   = "ruhui-setup "
	version = 1
	maxFile = 16 << 20 // bytes; a whole district's organisation takes a few hundred KiB
)

// NewCode makes a one-time code, such as 9YB6-3KQ2-…; it is forgiving on input.
func NewCode() string { return vault.NewCode() }

// Make signs the set-up with the district's key and seals it with the code.
// It refuses what [Open] would not take, with [Invalid].
func Make(s Setup, key ed25519.PrivateKey, code string) ([]byte, error) {
	code, err := vault.ReadCode(code)
	if err != nil {
		return nil, fmt.Errorf("make set-up file: %w", WrongCode)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("make set-up file: %w", err)
	}
	if !s.District.SigningKey.Equal(key.Public()) {
		return nil, fmt.Errorf("make set-up file: %w: not the key it names", Invalid)
	}
	file, err := seal(s, key, code)
	if err != nil {
		return nil, fmt.Errorf("make set-up file: %w", err)
	}
	return file, nil
}

func seal(s Setup, key ed25519.PrivateKey, code string) ([]byte, error) {
	body, err := encode(s)
	if err != nil {
		return nil, err
	}
	defer clear(body)
	plain := append(ed25519.Sign(key, signed(body)), body...)
	defer clear(plain)
	sealed, err := vault.SealPhrase(plain, code, vault.CodeWork)
	if err != nil {
		return nil, err
	}
	return setupForm.wrap(sealed), nil
}

// Open checks the code, the signature and every rule, and gives what the file
// holds. now is this PC's clock. Errors are of type [Error].
func Open(file []byte, code string, now time.Time) (Setup, error) {
	s, err := open(file, code)
	if err != nil {
		return Setup{}, fmt.Errorf("open set-up file: %w", err)
	}
	if err := s.check(); err != nil {
		return Setup{}, fmt.Errorf("open set-up file: %w", err)
	}
	// The time of signing becomes the first proven time, before which nothing
	// counts any more. One from the far future would never wear off, so here,
	// with a technician at hand, the clock is put right first. A demo has a date
	// of its own and a district that is thrown away.
	if !s.Demo && s.Signed.Time().After(now.AddDate(1, 0, 0)) {
		return Setup{}, fmt.Errorf("open set-up file: %w", Clock)
	}
	return s, nil
}

func open(file []byte, typed string) (Setup, error) {
	sealed, err := setupForm.unwrap(file, 0)
	if err != nil {
		return Setup{}, err
	}
	code, err := vault.ReadCode(typed)
	if err != nil {
		return Setup{}, WrongCode
	}
	plain, err := vault.OpenPhrase(sealed, code)
	if errors.Is(err, vault.ErrIdentity) {
		return Setup{}, WrongCode
	}
	if err != nil || len(plain) < ed25519.SignatureSize {
		return Setup{}, Damaged
	}
	defer clear(plain)
	signature, body := plain[:ed25519.SignatureSize], plain[ed25519.SignatureSize:]
	s, err := decode(body)
	if err != nil {
		return Setup{}, err
	}
	key := s.District.SigningKey
	if len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, signed(body), signature) {
		return Setup{}, fmt.Errorf("%w: signature", Damaged)
	}
	return s, nil
}

// signed is what the signature covers; nothing else the district signs begins
// like this.
func signed(body []byte) []byte {
	return append(fmt.Appendf(nil, "ruhui set-up file %d\n", version), body...)
}

func encode(s Setup) ([]byte, error) {
	p := payload{Setup: s}
	if s.Lookup != nil {
		p.Lookup = &lookupForm{s.Lookup.Number, s.Lookup.Secret, s.Lookup.Work}
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // the bodies of events must stay the bytes they were: those are hashed
	if err := e.Encode(p); err != nil {
		return nil, err
	}
	return out.Bytes(), sameEvents(s.Events, out.Bytes())
}

// sameEvents reads the encoded events back: a body written with blanks would
// come out without them, and its digest would no longer be the district's.
func sameEvents(events []record.Marked, body []byte) error {
	back, err := decode(body)
	if err != nil {
		return err
	}
	for i := range events {
		if back.Events[i].Event.Digest() != events[i].Event.Digest() {
			return fmt.Errorf("%w: event %s does not survive writing", Invalid, events[i].Event.ID)
		}
	}
	return nil
}

func decode(body []byte) (Setup, error) {
	var p payload
	if err := json.Unmarshal(body, &p); err != nil {
		return Setup{}, fmt.Errorf("%w: not readable", Damaged)
	}
	s := p.Setup
	if p.Lookup != nil {
		s.Lookup = &ident.LookupKey{Number: p.Lookup.Number, Secret: p.Lookup.Secret, Work: p.Lookup.Work}
	}
	return s, nil
}
