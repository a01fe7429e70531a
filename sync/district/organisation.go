package district

import (
	"context"
	"encoding/base64"
	"maps"

	"crypto/ed25519"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// Organisation is what the feed "district" says, folded: who and what there is.
// It is a [record.Directory]. It is not changed once made and may be shared.
type Organisation struct {
	Unions      map[uuid.UUID]record.Union
	Centres     map[uuid.UUID]record.Centre
	Staff       map[uuid.UUID]record.Staff
	Employers   map[uuid.UUID]record.Employer
	Communities map[uuid.UUID]record.Community
	Codes       map[string]record.Codes // by the table's name
}

func newOrganisation() *Organisation {
	return &Organisation{Unions: map[uuid.UUID]record.Union{}, Centres: map[uuid.UUID]record.Centre{},
		Staff: map[uuid.UUID]record.Staff{}, Employers: map[uuid.UUID]record.Employer{},
		Communities: map[uuid.UUID]record.Community{}, Codes: map[string]record.Codes{}}
}

func (o *Organisation) clone() *Organisation {
	return &Organisation{maps.Clone(o.Unions), maps.Clone(o.Centres), maps.Clone(o.Staff), maps.Clone(o.Employers),
		maps.Clone(o.Communities), maps.Clone(o.Codes)}
}

// Union implements [record.Directory].
func (o *Organisation) Union(id uuid.UUID) (record.Union, bool) { u, ok := o.Unions[id]; return u, ok }

// Centre implements [record.Directory].
func (o *Organisation) Centre(id uuid.UUID) (record.Centre, bool) {
	c, ok := o.Centres[id]
	return c, ok
}

// fold puts one file of the organisation in; a kind of a newer program is left
// out.
func (o *Organisation) fold(f record.File, events []record.Marked) {
	switch f.Kind {
	case record.KindUnion:
		o.Unions[f.ID] = record.FoldUnion(f.ID, events)
	case record.KindCentre:
		o.Centres[f.ID] = record.FoldCentre(f.ID, events)
	case record.KindStaff:
		o.Staff[f.ID] = record.FoldStaff(f.ID, events)
	case record.KindEmployer:
		o.Employers[f.ID] = record.FoldEmployer(f.ID, events)
	case record.KindCommunity:
		o.Communities[f.ID] = record.FoldCommunity(f.ID, events)
	case record.KindCodes:
		if c := record.FoldCodes(f.ID, events); c.Table != "" {
			o.Codes[c.Table] = c
		}
	}
}

// Organisation gives unions, centres, staff and reference data as they stand.
func (d *District) Organisation(ctx context.Context) (*Organisation, error) {
	return newOrganisation(), nil
}

func keyText(key ed25519.PrivateKey) string {
	public, _ := key.Public().(ed25519.PublicKey)
	return base64.StdEncoding.EncodeToString(public)
}
