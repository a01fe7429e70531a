package record

import (
	"github.com/google/uuid"

	"ruhui/store/ident"
)

// Identity is who a document was said to belong to.
type Identity struct {
	Name  string      `json:"name"`
	Birth string      `json:"birth,omitempty"`
	Sex   string      `json:"sex,omitempty"`
	Said  []uuid.UUID `json:"said"` // the events that said so
}

// Identities are the clearly different persons one file speaks of. More than
// one means that somebody must look; both are kept and shown.
type Identities struct {
	Claims    []Identity `json:"claims,omitempty"`
	Confirmed int        `json:"confirmed,omitempty"` // 1 + index of the claim somebody has confirmed
}

// IdentityConfirmed is the body of person.identity_confirmed: who looked at
// the papers says which of the disputed persons this is.
type IdentityConfirmed struct {
	Name  string `json:"name"`
	Birth string `json:"birth,omitempty"`
	Sex   string `json:"sex,omitempty"`
	Why   string `json:"why"`
}

// Disputed says that one number came with clearly different persons and nobody
// has decided yet.
func (x *Identities) Disputed() bool { return len(x.Claims) > 1 && x.Confirmed == 0 }

// claim notes who a registration speaks of. Fields it leaves out agree with
// anything.
func (x *Identities) claim(t *turn, fields map[Field]string) {
	said := Identity{Name: fields[FieldName], Birth: fields[FieldBirth], Sex: fields[FieldSex]}
	if said.Name == "" && said.Birth == "" && said.Sex == "" {
		return
	}
	for i := range x.Claims {
		if c := &x.Claims[i]; c.agrees(said) {
			c.fill(said)
			c.Said = append(c.Said, t.Event.ID)
			return
		}
	}
	said.Said = []uuid.UUID{t.Event.ID}
	x.Claims = append(x.Claims, said)
	x.Confirmed = 0
}

func (x *Identity) agrees(o Identity) bool {
	return (x.Name == "" || o.Name == "" || !ident.ClearlyDifferent(x.Name, o.Name)) &&
		(x.Birth == "" || o.Birth == "" || x.Birth == o.Birth) &&
		(x.Sex == "" || o.Sex == "" || x.Sex == o.Sex)
}

func (x *Identity) fill(o Identity) {
	if x.Name == "" {
		x.Name = o.Name
	}
	if x.Birth == "" {
		x.Birth = o.Birth
	}
	if x.Sex == "" {
		x.Sex = o.Sex
	}
}

func confirmIdentity(p *Person, t *turn, b IdentityConfirmed) Reason {
	if b.Why == "" {
		return ReasonMissing
	}
	if !p.Identity.Disputed() {
		return SameIdentityTwice
	}
	said := Identity{Name: b.Name, Birth: b.Birth, Sex: b.Sex}
	for i := range p.Identity.Claims {
		c := &p.Identity.Claims[i]
		if c.agrees(said) {
			p.Identity.Confirmed = i + 1
			return p.take(t, SideDetails, c.fields())
		}
	}
	return UnknownSubject
}

func (x *Identity) fields() map[Field]string {
	m := map[Field]string{}
	for f, v := range map[Field]string{FieldName: x.Name, FieldBirth: x.Birth, FieldSex: x.Sex} {
		if v != "" {
			m[f] = v
		}
	}
	return m
}
