package setup

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/vault"
)

var town9 = regexp.MustCompile(`^\d{9}$`)

// check gives [Invalid] for a set-up that breaks a rule. It does not look at a
// clock.
func (s *Setup) check() error {
	for _, rule := range []func() error{s.checkTerminal, s.checkDistrict, s.Recipients.check} {
		if err := rule(); err != nil {
			return err
		}
	}
	if err := checkEvents(s.Events, s.Signed); err != nil {
		return err
	}
	org := organise(s.Events)
	if err := org.check(); err != nil {
		return err
	}
	if err := s.checkCentre(org); err != nil {
		return err
	}
	return s.checkStaff(org)
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", Invalid, fmt.Sprintf(format, args...))
}

func (s *Setup) checkTerminal() error {
	switch {
	case s.Terminal < 1 || s.Terminal > DemoTerminal:
		return invalid("terminal number %d", s.Terminal)
	case s.Demo != (s.Terminal == DemoTerminal): // a demo never becomes real, nor the reverse
		return invalid("terminal number %d, demo %v", s.Terminal, s.Demo)
	case !town9.MatchString(s.Town9):
		return invalid("town %q", s.Town9)
	case s.Signed == 0:
		return invalid("no time of signing")
	}
	return nil
}

func (s *Setup) checkDistrict() error {
	d := s.District
	switch {
	case d.Name == "":
		return invalid("no district")
	case len(d.SigningKey) != ed25519.PublicKeySize:
		return invalid("signing key of %d bytes", len(d.SigningKey))
	case !address(d.Address, "https"):
		return invalid("district's address")
	case s.Residents.BaseURL == "" && s.Residents.Telephone == "": // without pages the slip asks to telephone
		return invalid("neither residents' pages nor a telephone")
	case s.Residents.BaseURL != "" && !address(s.Residents.BaseURL, "https", "http"): // http: behind the office's proxy
		return invalid("residents' address")
	case len(d.Certificates) == 0:
		return invalid("no certificate")
	}
	for _, der := range d.Certificates {
		if _, err := x509.ParseCertificate(der); err != nil {
			return invalid("certificate: %v", err)
		}
	}
	return nil
}

func address(s string, schemes ...string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && u.User == nil && slices.Contains(schemes, u.Scheme)
}

func (r *Recipients) check() error {
	list := []string{r.Centre, r.Server, r.Recovery}
	for _, recipient := range r.Roles {
		list = append(list, recipient)
	}
	for _, recipient := range list {
		if _, err := vault.ParseRecipient(recipient); err != nil {
			return invalid("recipient")
		}
	}
	return nil
}

// checkEvents: each is whole, there once, and was marked before signing.
func checkEvents(events []record.Marked, signed record.HLC) error {
	seen := map[uuid.UUID]bool{}
	for i := range events {
		e, mark := &events[i].Event, events[i].Mark
		switch {
		case e.ID == uuid.Nil || seen[e.ID]:
			return invalid("event %d has no id of its own", i)
		case e.Type == "" || e.Version < 1 || e.File.Kind == "" || e.File.ID == uuid.Nil:
			return invalid("event %s lacks type or file", e.ID)
		case !json.Valid(e.Body):
			return invalid("event %s cannot be read", e.ID)
		case mark.Provisional || mark.Effective == 0 || mark.Effective > signed:
			return invalid("event %s was not marked before signing", e.ID)
		}
		seen[e.ID] = true
	}
	return nil
}

// checkCentre: the terminal's centre is one of the organisation, in the town
// the numbers name; the lookup key goes to every centre but a base union's.
func (s *Setup) checkCentre(org *organisation) error {
	c, known := org.centres[s.Centre]
	if !known || c.Town != s.Town9 {
		return invalid("centre %s is not in town %s", s.Centre, s.Town9)
	}
	u := org.unions[c.Union]
	base := c.Union != uuid.Nil && u.Kind.Base()
	switch {
	case base && s.Lookup != nil:
		return invalid("lookup key for a base union")
	case !base && (s.Lookup == nil || len(s.Lookup.Secret) < 16):
		return invalid("no lookup key")
	}
	return nil
}

// checkStaff: each staff file is the district's, whole, for this centre, and of
// somebody who may sign in there; logins differ.
func (s *Setup) checkStaff(org *organisation) error {
	logins := map[string]bool{}
	for _, f := range s.StaffFiles {
		if f == nil || f.Check() != nil || f.Verify(s.District.SigningKey) != nil {
			return invalid("a staff file is not the district's")
		}
		who, known := org.staff[f.Staff]
		switch {
		case f.Centre != s.Centre || !known || !slices.Contains(who.Centres, s.Centre):
			return invalid("staff file %s is not for this centre", f.Staff)
		case who.DisabledAt != 0:
			return invalid("staff file %s is of somebody disabled", f.Staff)
		case f.Login == "" || f.Login != who.Login || logins[f.Login]:
			return invalid("staff file %s has no login of its own", f.Staff)
		}
		logins[f.Login] = true
	}
	if len(s.StaffFiles) == 0 {
		return invalid("nobody could sign in")
	}
	return nil
}
