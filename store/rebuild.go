package store

import (
	"context"

	"ruhui/store/record"
)

// Rebuild drops every projection and folds all persons and service cases anew.
// It changes no event; afterwards lists and search say what they said before, or
// what they should have. Saves go on meanwhile, and lists lack what is not yet
// folded; what a power cut leaves is folded at the next sign-in. Forbidden with
// NoRecords for a technician.
func (ses *Session) Rebuild(ctx context.Context) error {
	if err := ses.check(); err != nil {
		return err
	}
	if err := ses.store.write(ctx, func(w *writing) error {
		for _, drop := range []string{`DELETE FROM person`, `DELETE FROM alias`, `DELETE FROM residence_case`,
			`DELETE FROM membership`, `DELETE FROM transfer`, `DELETE FROM former`, `DELETE FROM slip`, `DELETE FROM service`} {
			if _, err := w.exec(drop); err != nil {
				return err
			}
		}
		_, err := w.exec(`INSERT INTO unfolded (file) SELECT f.id FROM file f JOIN word k ON k.id = f.kind
			WHERE k.text IN ($1, $2) ORDER BY f.id ON CONFLICT DO NOTHING`, string(record.KindPerson), string(record.KindService))
		if err != nil {
			return err
		}
		return w.audit(AuditRebuilt, ses.staff.ID, "")
	}); err != nil {
		return err
	}
	return ses.store.foldStored(ctx)
}
