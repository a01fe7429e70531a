package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
)

// standby remembers how far a synchronous standby was last seen to be. Maps are
// not changed once given.
type standby struct {
	mu    sync.Mutex
	asked time.Time
	heads map[uuid.UUID]int64
}

// asking is how long an answer is good for: every push wants to know.
const asking = 200 * time.Millisecond

func (s *standby) safe(ctx context.Context, db *sql.DB) (map[uuid.UUID]int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.asked) < asking {
		return s.heads, nil
	}
	heads, state, err := s.look(ctx, db)
	if err != nil {
		return nil, err
	}
	switch state {
	case keepsUp:
		s.heads = heads
	case absent: // what was safe then need not be any more
		s.heads = nil
	}
	s.asked = time.Now()
	return s.heads, nil
}

type state int

const (
	absent  state = iota
	behind        // it is there and has not written this far yet
	keepsUp       // it has written everything that was committed
)

// look reads the heads, then how far the log is, then whether a synchronous
// standby has that on its disk. A database without these functions has no such
// standby.
func (s *standby) look(ctx context.Context, db *sql.DB) (map[uuid.UUID]int64, state, error) {
	waits, err := waitsForStandby(ctx, db)
	if !waits || err != nil {
		return nil, absent, err
	}
	heads, err := committedHeads(ctx, db)
	if err != nil {
		return nil, absent, err
	}
	var standbys, written int
	err = db.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE flush_lsn >= pg_current_wal_flush_lsn())
		FROM pg_stat_replication WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')`).Scan(&standbys, &written)
	switch {
	case err != nil:
		return nil, absent, fmt.Errorf("ask for standbys: %w", err)
	case standbys == 0:
		return nil, absent, nil
	case written == 0:
		return nil, behind, nil
	}
	return heads, keepsUp, nil
}

// waitsForStandby says whether a commit is answered only after a standby wrote
// it to its disk.
func waitsForStandby(ctx context.Context, db *sql.DB) (bool, error) {
	var names, commit string
	err := db.QueryRowContext(ctx, `SELECT coalesce(current_setting('synchronous_standby_names', true), ''),
		coalesce(current_setting('synchronous_commit', true), '')`).Scan(&names, &commit)
	if err != nil {
		return false, fmt.Errorf("ask for standby: %w", err)
	}
	return names != "" && (commit == "on" || commit == "remote_apply"), nil
}

func committedHeads(ctx context.Context, db *sql.DB) (map[uuid.UUID]int64, error) {
	heads := map[uuid.UUID]int64{}
	rows, err := db.QueryContext(ctx, `SELECT uuid, head FROM journal WHERE terminal IS NOT NULL`)
	if err != nil {
		return nil, fmt.Errorf("read heads: %w", err)
	}
	defer rows.Close() // its error is also Err's, read below
	for rows.Next() {
		var id []byte
		var head int64
		if err := rows.Scan(&id, &head); err != nil {
			return nil, fmt.Errorf("read heads: %w", err)
		}
		heads[uuid.UUID(id)] = head
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read heads: %w", err)
	}
	return heads, nil
}
