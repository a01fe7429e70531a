package window

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ruhui/app/print"
	"ruhui/assets"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/setup"
)

// newSlip puts a saved visit on paper. Names and numbers are masked here: the
// paper lies about.
func newSlip(v *visit) print.Slip {
	s := v.w.session
	r := v.w.residents()
	return print.Slip{
		Imprint: print.Imprint{Centre: s.Centre().Name, Window: v.sitting.Window, ClerkNo: s.Staff().No,
			Terminal: fmt.Sprintf("%02d", v.w.opt.Store.Terminal().Number), PrintedAt: s.Now(), Phone: r.Telephone, ComplaintPhone: r.Complaint, Demo: s.Store().Demo()},
		MaskedName: ident.MaskName(v.value(record.FieldName)), MaskedNumber: ident.MaskID(v.sitting.Document.Number),
		Results: results(v), Link: link(r, v.outcome.Token), Offline: true,
	}
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
	case record.NeedSupplement:
		residence.Missing, residence.PromisedOn = each(names, c.Missing), out.SupplementBy
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

// writeSlip keeps the PDF in the folder for slips, named by the case number,
// and gives its path. The file is made whole: a torn one is never left.
func writeSlip(folder string, slip print.Slip, no string) (path string, err error) {
	var pdf bytes.Buffer
	if err := slip.PDF(&pdf); err != nil {
		return "", fmt.Errorf("make slip: %w", err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("make folder for slips: %w", err)
	}
	path = filepath.Join(folder, slip.FileName(no))
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
