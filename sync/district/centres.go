package district

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// FindCentre gives the centre somebody means: by id, by the code of the union
// whose office it is, by its name, or by a part of the name that fits one only.
// [UnknownCentre], [AmbiguousCentre].
func (o *Organisation) FindCentre(text string) (record.Centre, error) {
	text = strings.TrimSpace(text)
	if id, err := uuid.Parse(text); err == nil {
		if c, known := o.Centres[id]; known {
			return c, nil
		}
	}
	var whole, part []record.Centre
	for _, c := range o.Centres {
		u, office := o.Unions[c.Union]
		switch {
		case c.Name == text, office && strings.EqualFold(u.Code, text):
			whole = append(whole, c)
		case text != "" && strings.Contains(c.Name, text):
			part = append(part, c)
		}
	}
	if len(whole) == 0 {
		whole = part
	}
	switch len(whole) {
	case 0:
		return record.Centre{}, fmt.Errorf("find centre %q: %w", text, UnknownCentre)
	case 1:
		return whole[0], nil
	}
	return record.Centre{}, fmt.Errorf("find centre %q: %w", text, AmbiguousCentre)
}

// CentreList lists the centres by town, kind and name.
func (o *Organisation) CentreList() []record.Centre {
	list := make([]record.Centre, 0, len(o.Centres))
	for _, c := range o.Centres {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b record.Centre) int {
		return cmp.Or(cmp.Compare(a.Town, b.Town), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// AddCentre records a new place with terminals and makes its identity. Of a
// union's office the town is the union's. Errors: [NameBad], [CentreExists],
// [UnknownTown], [UnknownUnion].
func (d *District) AddCentre(ctx context.Context, c record.CentreRecorded) (uuid.UUID, error) {
	org, err := d.Organisation(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	if err := org.checkCentre(&c); err != nil {
		return uuid.Nil, fmt.Errorf("add centre: %w", err)
	}
	fact := centreFact(c)
	err = d.sayAnd(ctx, []record.Fact{fact}, func(tx archive.Tx, said record.HLC) error {
		r, err := d.secrets.readKeyring(tx)
		if err != nil {
			return err
		}
		return d.secrets.putCentreIdentity(tx, r, fact.File.ID, d.behind(said))
	})
	if err != nil {
		return uuid.Nil, fmt.Errorf("add centre: %w", err)
	}
	return fact.File.ID, nil
}

func (o *Organisation) checkCentre(c *record.CentreRecorded) error {
	c.Name = strings.TrimSpace(c.Name)
	if c.Union != uuid.Nil {
		u, known := o.Unions[c.Union]
		if !known {
			return UnknownUnion
		}
		c.Kind, c.Town = record.UnionOffice, u.Town
		c.Name = cmp.Or(c.Name, u.Name+"办公室")
	}
	switch {
	case c.Name == "":
		return NameBad
	case !slices.Contains(allTowns(), c.Town):
		return UnknownTown
	case c.Kind != record.ServiceHall && c.Kind != record.Station && c.Kind != record.UnionOffice:
		return NameBad
	}
	id := centreFact(*c).File.ID
	for known, other := range o.Centres {
		if known == id || other.Name == c.Name {
			return CentreExists
		}
	}
	return nil
}

// FindUnion gives the union of a code or name; [UnknownUnion] when it is none or
// several.
func (o *Organisation) FindUnion(text string) (record.Union, error) {
	id, what := o.findUnion(strings.TrimSpace(text))
	if what != "" {
		return record.Union{}, fmt.Errorf("find union %q: %w", text, UnknownUnion)
	}
	return o.Unions[id], nil
}
