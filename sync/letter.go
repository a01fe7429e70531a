package sync

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

// Letter is what a courier carries on a stick: the messages of one side in their
// order, as they would go over the line. Terminals write to the district, and
// the district answers each letter with one.
type Letter struct {
	ID       uuid.UUID  // random
	Terminal uuid.UUID  // who wrote it, or to whom it goes
	Answers  uuid.UUID  // id of the letter it answers; zero when a terminal wrote it
	Made     record.HLC // the writer's clock
	Parts    []Part
	More     bool // there is more than one letter holds: another one is to be fetched
}

// Part is one message. An answer has the path of what it answers.
type Part struct {
	Path    string
	Feed    string // of an answer to [Heads]
	Refused bool   // the body is a [Refusal]
	Body    []byte // as [Marshal] wrote it
}

// MaxLetter is the size up to which a letter is filled, in bytes. One message
// more may go in.
const MaxLetter = 16 << 20

// A letter is one line that says what it is, then an age file with the signature
// over the rest, a line of JSON, and the messages one behind the other.
const (
	letterMagic   = "ruhui-courier "
	letterFirst   = letterMagic + "1\n"
	maxLetterFile = MaxLetter + 2*MaxMessage
	maxParts      = 1 << 16
)

type letterForm struct {
	ID       uuid.UUID  `json:"id"`
	Terminal uuid.UUID  `json:"terminal"`
	Answers  uuid.UUID  `json:"answers,omitzero"`
	Made     record.HLC `json:"made"`
	More     bool       `json:"more,omitempty"`
	Parts    []partForm `json:"parts"`
}

type partForm struct {
	Path    string `json:"path"`
	Feed    string `json:"feed,omitempty"`
	Refused bool   `json:"refused,omitempty"`
	Size    int    `json:"size"` // bytes
}

// Add writes a message and puts it behind the others.
func (l *Letter) Add(path string, message any) error {
	body, err := Marshal(message)
	if err != nil {
		return err
	}
	_, refused := message.(*Refusal)
	l.Parts = append(l.Parts, Part{Path: path, Refused: refused, Body: body})
	return nil
}

// Size is about how many bytes the letter takes.
func (l *Letter) Size() int {
	n := 0
	for i := range l.Parts {
		n += len(l.Parts[i].Body)
	}
	return n
}

// Seal signs the letter with the writer's key and seals it to the reader.
func (l *Letter) Seal(key ed25519.PrivateKey, to age.Recipient) ([]byte, error) {
	form := letterForm{ID: l.ID, Terminal: l.Terminal, Answers: l.Answers, Made: l.Made, More: l.More,
		Parts: make([]partForm, len(l.Parts))}
	for i, p := range l.Parts {
		form.Parts[i] = partForm{p.Path, p.Feed, p.Refused, len(p.Body)}
	}
	plain, err := encode(form)
	if err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	for i := range l.Parts {
		plain = append(plain, l.Parts[i].Body...)
	}
	signature := ed25519.Sign(key, signing("letter", plain))
	sealed, err := vault.SealTo(append(signature, plain...), to)
	if err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	return append([]byte(letterFirst), sealed...), nil
}

// OpenLetter opens a letter that was sealed to that identity. keyOf gives the key
// of whoever must have signed it; its error is handed on. Other errors are
// *[Trouble] with one of the Courier keys.
func OpenLetter(file []byte, with age.Identity, keyOf func(*Letter) (ed25519.PublicKey, error)) (*Letter, error) {
	sealed, err := unwrapLetter(file)
	if err != nil {
		return nil, err
	}
	plain, err := vault.OpenWith(sealed, with)
	if errors.Is(err, vault.ErrIdentity) {
		return nil, &Trouble{CourierOther, errors.New("letter is sealed to somebody else")}
	}
	if err != nil || len(plain) < ed25519.SignatureSize {
		return nil, &Trouble{CourierDamaged, errors.New("letter is not whole")}
	}
	signature, plain := plain[:ed25519.SignatureSize], plain[ed25519.SignatureSize:]
	l, err := readLetter(plain)
	if err != nil {
		return nil, &Trouble{CourierDamaged, err}
	}
	key, err := keyOf(l)
	if err != nil {
		return nil, err
	}
	if !verify(key, signing("letter", plain), signature) {
		return nil, &Trouble{CourierForeign, errors.New("letter's signature")}
	}
	return l, nil
}

func unwrapLetter(file []byte) ([]byte, error) {
	rest, ours := bytes.CutPrefix(file, []byte(letterMagic))
	sealed, known := bytes.CutPrefix(file, []byte(letterFirst))
	switch {
	case !ours:
		return nil, &Trouble{CourierNot, errors.New("no letter")}
	case len(file) > maxLetterFile:
		return nil, &Trouble{CourierDamaged, fmt.Errorf("letter of %d bytes", len(file))}
	case known:
		return sealed, nil
	case len(rest) > 0 && rest[0] >= '1' && rest[0] <= '9' && bytes.IndexByte(rest[:min(len(rest), 5)], '\n') > 0:
		return nil, &Trouble{CourierNewer, errors.New("letter of a newer program")}
	}
	return nil, &Trouble{CourierDamaged, errors.New("letter's first line")}
}

func readLetter(plain []byte) (*Letter, error) {
	head, bodies, ended := bytes.Cut(plain, []byte("\n"))
	if !ended {
		return nil, errors.New("letter without a line")
	}
	if err := check(head, nil); err != nil {
		return nil, err
	}
	var form letterForm
	if err := json.Unmarshal(head, &form); err != nil || len(form.Parts) > maxParts {
		return nil, errors.New("letter's first line cannot be read")
	}
	l := &Letter{ID: form.ID, Terminal: form.Terminal, Answers: form.Answers, Made: form.Made, More: form.More,
		Parts: make([]Part, len(form.Parts))}
	for i, p := range form.Parts {
		if p.Size < 0 || p.Size > len(bodies) {
			return nil, errors.New("letter with parts cut off")
		}
		l.Parts[i] = Part{Path: p.Path, Feed: p.Feed, Refused: p.Refused, Body: bodies[:p.Size:p.Size]}
		bodies = bodies[p.Size:]
	}
	if len(bodies) > 0 {
		return nil, errors.New("letter with more than its parts")
	}
	return l, nil
}
