package district

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// line1 is one line on its way into a feed: an event, or a directory entry.
type line1 struct {
	row       *archive.Event
	identity  record.Hash // of the event; worked out when zero
	directory []byte
	entry     sync.DirectoryEntry
}

func directoryLine(entry sync.DirectoryEntry) (line1, error) {
	text, err := json.Marshal(entry)
	if err != nil {
		return line1{}, fmt.Errorf("write directory entry %s: %w", entry.Person, err)
	}
	return line1{directory: text, entry: entry}, nil
}

// lines are what is to be appended, by feed.
type lines struct{ of map[string][]line1 }

func newLines() *lines { return &lines{map[string][]line1{}} }

func (l *lines) add(feed string, more ...line1) {
	if len(more) > 0 {
		l.of[feed] = append(l.of[feed], more...)
	}
}

// append takes positions under the feeds' locks, as the last thing before the
// journal: nobody waits for our judging, and nobody reads past a gap.
func (in *intake) append(l *lines) (map[string]int64, error) {
	for _, more := range l.of {
		for i := range more {
			if more[i].row != nil && more[i].identity == (record.Hash{}) {
				more[i].identity = more[i].row.Identity()
			}
		}
	}
	names := slices.Sorted(maps.Keys(l.of))
	if len(names) == 0 {
		return nil, nil
	}
	heads, err := in.tx.LockFeeds(names)
	if err != nil {
		return nil, err
	}
	feeds := map[string]int64{}
	for i, name := range names {
		if err := in.tx.AddLines(heads[i], chained(heads[i], l.of[name])); err != nil {
			return nil, err
		}
		feeds[name] = heads[i].Position + int64(len(l.of[name]))
	}
	return feeds, nil
}

// chained gives lines their positions and hashes.
func chained(head archive.FeedHead, more []line1) []archive.FeedLine {
	out := make([]archive.FeedLine, len(more))
	hash := head.Hash
	for i, m := range more {
		if m.row != nil {
			hash = sync.EventLineHash(hash, m.identity, m.row.Mark)
			out[i].Event = *m.row
		} else {
			line := sync.Line{Directory: &m.entry}
			hash = line.ChainHash(hash)
			out[i].Directory = m.directory
		}
		out[i].Position, out[i].Hash = head.Position+int64(i)+1, hash
	}
	return out
}
