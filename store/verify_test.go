package store_test

import (
	"testing"

	"ruhui/store"
	"ruhui/store/storetest"
)

func TestInvariant18_every_change_is_found(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  string
		signed bool // found only when somebody is signed in
	}{
		"entry removed":        {spoil: `DELETE FROM entry WHERE place & 0xffffffffff = 3`},
		"first entry removed":  {spoil: `DELETE FROM entry WHERE place & 0xffffffffff = 1`},
		"last entries removed": {spoil: `DELETE FROM entry WHERE place & 0xffffffffff > 20`},
		"entry renumbered":     {spoil: `UPDATE entry SET place = place + 1000 WHERE place = (SELECT max(place) FROM entry)`},
		"entry hash":           {spoil: `UPDATE entry SET hash = zeroblob(32) WHERE hash IS NOT NULL`},
		"entries exchanged": {spoil: `UPDATE entry SET event = CASE event WHEN (SELECT event FROM entry WHERE place & 0xffffffffff = 4)
			THEN (SELECT event FROM entry WHERE place & 0xffffffffff = 5) ELSE (SELECT event FROM entry WHERE place & 0xffffffffff = 4) END
			WHERE place & 0xffffffffff IN (4, 5)`},
		"event removed":   {spoil: `DELETE FROM event WHERE id = (SELECT event FROM entry WHERE place & 0xffffffffff = 7)`},
		"event time":      {spoil: `UPDATE event SET at = at + 1, shift = shift - 1 WHERE id = (SELECT event FROM entry WHERE place & 0xffffffffff = 7)`},
		"event type":      {spoil: `UPDATE event SET type = (SELECT min(id) FROM word) WHERE id = (SELECT event FROM entry WHERE place & 0xffffffffff = 7)`},
		"event digest":    {spoil: `UPDATE event SET digest = zeroblob(32) WHERE id = (SELECT event FROM entry WHERE place & 0xffffffffff = 7)`},
		"author":          {spoil: `UPDATE author SET staff = zeroblob(16)`},
		"proven time":     {spoil: `UPDATE act SET proven = proven + 1`},
		"head":            {spoil: `UPDATE journal SET head = head - 1`},
		"contents":        {spoil: `UPDATE event SET content = (SELECT content FROM event ORDER BY id DESC LIMIT 1)`, signed: true},
		"visit exchanged": {spoil: `UPDATE act SET visit = uuid WHERE visit IS NOT NULL`, signed: true},
		"file exchanged":  {spoil: `UPDATE event SET file = (SELECT min(id) FROM file)`, signed: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			terminal, s, ses := opened(t)
			storetest.Visit(t, ses, 0)
			storetest.Visit(t, ses, 1)
			if v := verified(t, s); v.Err() != nil || v.Opened != v.Events {
				t.Fatalf("before: %+v", v)
			}
			if err := s.Spoil(background, c.spoil); err != nil {
				t.Fatal(err)
			}
			if !c.signed { // found without anybody signed in
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				s = storetest.Reopen(t, terminal)
			}
			v := verified(t, s)
			if len(v.Faults) == 0 {
				t.Error("not noticed")
			}
			if key := store.KeyOf(v.Err()); key != store.KeyDamaged {
				t.Errorf("key %s", key)
			}
		})
	}
}
