package store

import (
	"context"

	"ruhui/store/record"
)

// Rebuild drops every projection and folds all persons and service cases anew. It changes no
// event; afterwards lists and search say what they said before, or what they
// should have. Forbidden with NoRecords for a technician.
func (ses *Session) Rebuild(ctx context.Context) error {
	if err := ses.check(); err != nil {
		return err
	}
	return ses.store.write(ctx, func(w *writing) error {
		for _, drop := range []string{`DELETE FROM person`, `DELETE FROM alias`, `DELETE FROM residence_case`,
			`DELETE FROM membership`, `DELETE FROM transfer`, `DELETE FROM former`, `DELETE FROM slip`, `DELETE FROM service`} {
			if _, err := w.exec(drop); err != nil {
				return err
			}
		}
		files, err := w.filesOf(record.KindPerson)
		if err != nil {
			return err
		}
		done := map[int64]bool{}
		for _, f := range files {
			if done[f.row] {
				continue
			}
			g, err := w.view.group(f.id) // not kept: all persons at once may be many
			if err != nil {
				return err
			}
			for _, joined := range g.files {
				done[joined.row] = true
			}
			if err := w.projectGroup(g); err != nil {
				return err
			}
		}
		if err := w.rebuildServices(); err != nil {
			return err
		}
		return w.audit(AuditRebuilt, ses.staff.ID, "")
	})
}

func (w *writing) rebuildServices() error {
	files, err := w.filesOf(record.KindService)
	if err != nil {
		return err
	}
	for _, f := range files {
		file := record.File{Kind: record.KindService, ID: f.id}
		events, err := w.eventsOf(file, f.row)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			continue // only named by another record so far
		}
		if _, err := w.projectService(file, f.row, events); err != nil {
			return err
		}
	}
	return nil
}
