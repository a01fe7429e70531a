package window

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ruhui/app/print"
	"ruhui/assets"
	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/setup"
)

// newSlip puts a saved visit on paper. Names and numbers are masked here: the
// paper lies about.
func newSlip(v *visit) print.Slip {
	return print.Slip{
		Imprint:    newImprint(v),
		MaskedName: ident.MaskName(v.value(record.FieldName)), MaskedNumber: ident.MaskID(v.sitting.Document.Number),
		Results: results(v), Link: link(v.w.residents(), v.outcome.Token), Offline: true,
	}
}

// newNotice is the list of what is missing, told once (一次性告知).
func newNotice(v *visit) print.MaterialNotice {
	c, out := &v.sitting.Case, &v.outcome
	_, names := requirements(c.Type)
	n := print.MaterialNotice{
		Imprint:    newImprint(v),
		MaskedName: ident.MaskName(v.value(record.FieldName)), MaskedNumber: ident.MaskID(v.sitting.Document.Number),
		Matter: caseName(c.Type), No: out.CaseNo, NoticeOn: out.On, DueOn: out.SupplementBy,
		DeliverTo: v.w.session.Centre().Name, Received: each(names, ids(c.Materials)), Missing: each(names, c.Missing),
	}
	if c.Capacity != nil {
		n.DueOn, n.Promise = c.Capacity.DueOn, c.Capacity.Promise
	}
	return n
}

func newImprint(v *visit) print.Imprint {
	s, r := v.w.session, v.w.residents()
	return print.Imprint{Centre: s.Centre().Name, Window: v.sitting.Window, ClerkNo: s.Staff().No,
		Terminal: fmt.Sprintf("%02d", v.w.opt.Store.Terminal().Number), PrintedAt: v.w.printedAt(), Reprint: v.prints > 0,
		Phone: r.Telephone, ComplaintPhone: r.Complaint, Demo: s.Store().Demo()}
}

// printedAt is the machine's time of day on the date that counts.
func (w *Window) printedAt() time.Time {
	now, day := w.session.Now().In(civil.Shanghai), w.today()
	return time.Date(day.Year, time.Month(day.Month), day.Day, now.Hour(), now.Minute(), now.Second(), 0, civil.Shanghai)
}

// link is the slip's page; empty when the residents' address is not set.
func link(r setup.Residents, token string) string {
	base := strings.TrimSuffix(r.BaseURL, "/")
	if base == "" || token == "" {
		return ""
	}
	return base + "/s/" + token
}

// results are the residence case and, whatever was answered, the union.
func results(v *visit) []print.Result {
	c, out := &v.sitting.Case, &v.outcome
	_, names := requirements(c.Type)
	residence := print.Result{Matter: caseName(c.Type), No: out.CaseNo, State: word("SlipState.", string(out.State)),
		PromisedOn: out.PromisedOn, Materials: each(names, ids(c.Materials))}
	switch out.State {
	case record.Accepted:
		residence.AcceptedOn = out.On
		if c.Capacity != nil {
			residence.Missing = each(names, c.Missing)
			residence.Notes = append(residence.Notes, assets.Text("Slip.Promised", "date", c.Capacity.DueOn.Chinese()))
		}
	case record.NeedSupplement:
		residence.Missing = each(names, c.Missing)
		residence.Notes = append(residence.Notes, assets.Text("Slip.SupplementBy", "date", out.SupplementBy.Chinese()))
	case record.NotAccepted:
		residence.Notes = append(residence.Notes, join("：", label(table("reason_codes"), string(c.Code)), c.Why))
	}
	if !out.EligibleFrom.IsZero() {
		residence.Notes = append(residence.Notes, assets.Text("Slip.EligibleFrom", "date", out.EligibleFrom.Chinese()))
	}
	if out.Estimated {
		residence.Notes = append(residence.Notes, assets.Text("Slip.Estimated"))
	}
	return append([]print.Result{residence}, unionResult(v)...)
}

func unionResult(v *visit) []print.Result {
	u := &v.sitting.Union
	switch u.Offer {
	case record.Agreed:
		p := newPlaces(v.w.session)
		return []print.Result{{Matter: assets.Text("Slip.Join"), No: v.outcome.JoinNo, State: assets.Text("Slip.JoinPending"),
			Notes: []string{assets.Text("Slip.Target", "union", p.union(u.Union))}}}
	case record.Declined:
		return []print.Result{{Matter: assets.Text("Slip.Join"), State: assets.Text("Slip.JoinDeclined"), Notes: []string{assets.Text("Message.JoinOptional")}}}
	}
	return nil
}

func ids(materials []record.Material) []string {
	out := make([]string, len(materials))
	for i, m := range materials {
		out[i] = m.ID
	}
	return out
}

func each(names map[string]string, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = names[id]
	}
	return out
}

func named(names map[string]string, ids []string) string { return join("、", each(names, ids)...) }

func materialNames(names map[string]string, m []record.Material) string { return named(names, ids(m)) }

// groups spreads a number for reading aloud.
func groups(no string) string {
	var b strings.Builder
	for i, r := range no {
		if i > 0 && (i-2)%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// paper is something to hand over.
type paper interface {
	PDF(io.Writer) error
	FileName(id string) string
}

// papers are what the visitor takes away: the slip, and the list of what is
// missing where something is.
func papers(v *visit) []paper {
	all := []paper{newSlip(v)}
	if v.outcome.State == record.NeedSupplement || v.sitting.Case.Capacity != nil {
		all = append(all, newNotice(v))
	}
	return all
}

// writePapers keeps the PDFs in the folder for slips and gives their paths.
func writePapers(folder string, papers []paper, no string) ([]string, error) {
	var paths []string
	for _, p := range papers {
		path, err := writePaper(folder, p, no)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// writePaper makes the file, named by the case number, whole: a torn one is
// never left.
func writePaper(folder string, p paper, no string) (path string, err error) {
	var pdf bytes.Buffer
	if err := p.PDF(&pdf); err != nil {
		return "", fmt.Errorf("make slip: %w", err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("make folder for slips: %w", err)
	}
	path = filepath.Join(folder, p.FileName(no))
	f, err := os.CreateTemp(folder, "slip-*.part")
	if err != nil {
		return "", fmt.Errorf("write slip: %w", err)
	}
	_, err = f.Write(pdf.Bytes())
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("write slip: %w", err), os.Remove(f.Name()))
	}
	return path, nil
}
