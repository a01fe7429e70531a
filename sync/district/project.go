package district

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"slices"

	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// project works out what follows from the new events: in which feeds the touched
// files stand, their directory lines, slips and numbers. It gives the names of
// the feeds that have gone on.
func (in *intake) project() (map[string]int64, error) {
	groups := in.changedGroups()
	// Folding is most of the work and reads nothing but its own group.
	stands := make([]standing, len(groups))
	if err := inParts(len(groups), func(i int) (err error) {
		stands[i], err = in.standingOf(groups[i])
		return err
	}); err != nil {
		return nil, err
	}
	lines := newLines()
	var standings []archive.File
	for i, g := range groups {
		standings = append(standings, in.standGroup(g, stands[i], lines)...)
	}
	in.freshLines(lines)
	if len(standings) > 0 {
		if err := in.tx.PutStandings(standings); err != nil {
			return nil, err
		}
	}
	if len(in.numbers) > 0 {
		if err := in.tx.PutNumbers(in.numbers); err != nil {
			return nil, err
		}
	}
	if err := in.putSlips(); err != nil {
		return nil, err
	}
	return in.append(lines)
}

// changedGroups are those in which something is new, in the order they came.
func (in *intake) changedGroups() []*group {
	var list []*group
	seen := map[*group]bool{}
	for _, f := range in.order {
		if seen[f.group] || len(in.remarked) == 0 && !f.group.changed() {
			continue
		}
		seen[f.group] = true
		list = append(list, f.group)
	}
	return list
}

// standGroup brings a group's files into the views they stand in now, and gives
// those of which something has changed.
func (in *intake) standGroup(g *group, stand standing, lines *lines) []archive.File {
	var changed []archive.File
	for _, f := range g.files {
		was := f.Standing
		now := archive.Standing{Views: merged(was.Views, stand.views), Due: stand.due, Directory: was.Directory}
		for _, view := range now.Views {
			if !slices.Contains(was.Views, view) {
				in.backfill(f, view, lines)
			}
		}
		if l, listed := stand.directory[f.File.File.ID]; listed && !bytes.Equal(l.directory, was.Directory) {
			now.Directory = l.directory
			lines.add(sync.FeedDirectory, l)
		}
		f.Standing = now
		if !same(was, now) {
			changed = append(changed, f.File)
		}
	}
	in.noteNumbers(g, stand)
	return changed
}

func same(a, b archive.Standing) bool {
	return a.Due == b.Due && bytes.Equal(a.Directory, b.Directory) && slices.Equal(a.Views, b.Views)
}

// merged: who once came into a view stays there until it is closed.
func merged(had, now []string) []string {
	all := slices.Concat(had, now)
	slices.Sort(all)
	return slices.Compact(all)
}

// backfill appends what was said before the file came into a view, of the side
// that is read there.
func (in *intake) backfill(f *file, view string, lines *lines) {
	past := make([]line1, 0, len(f.past))
	for i := range f.past {
		if shown(&f.past[i].Event, view) {
			past = append(past, line1{row: &f.rows[i]})
		}
	}
	slices.SortFunc(past, func(a, b line1) int {
		return cmp.Or(cmp.Compare(a.row.Mark.Effective, b.row.Mark.Effective),
			bytes.Compare(a.row.Header.ID[:], b.row.Header.ID[:]))
	})
	lines.add(view, past...)
}

// freshLines puts the new events into the views of their files, in the order
// they came: so acts stay together. An event whose mark has changed is told again.
func (in *intake) freshLines(lines *lines) {
	for _, e := range slices.Concat(in.fresh, in.remarked) {
		if e.empty || e.file == nil {
			continue
		}
		for _, view := range e.file.Standing.Views {
			if shown(&e.event, view) {
				lines.add(view, line1{row: &e.row, identity: e.identity})
			}
		}
	}
}

// putSlips lets the token of each new slip lead to its person.
func (in *intake) putSlips() error {
	var slips []archive.Slip
	for _, e := range in.fresh {
		var b record.SlipIssued
		if e.event.Type != "slip.issued" || e.empty || e.event.File.Kind != record.KindPerson ||
			json.Unmarshal(e.event.Body, &b) != nil || len(b.Token) != tokenLength {
			continue
		}
		slips = append(slips, archive.Slip{Token: slipHash(b.Token), File: e.file.Row})
	}
	if len(slips) == 0 {
		return nil
	}
	return in.tx.PutSlips(slips)
}

// tokenLength is that of a slip's token, in characters.
const tokenLength = 22

// slipHash is what the archive keeps of a token: 128 random bits need no key.
func slipHash(token string) record.Hash {
	return sha256.Sum256([]byte("ruhui slip 1\n" + token))
}

func (g *group) changed() bool {
	return slices.ContainsFunc(g.files, func(f *file) bool { return len(f.fresh) > 0 })
}

// fresh are the group's new events.
func (g *group) fresh() []*entry {
	var all []*entry
	for _, f := range g.files {
		all = append(all, f.fresh...)
	}
	return all
}
