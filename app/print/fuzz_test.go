package print

import (
	"testing"

	"ruhui/store/civil"
)

// FuzzSlip prints whatever may have been typed, read from a card or received.
func FuzzSlip(f *testing.F) {
	f.Add("张*样", residenceNo, "居民身份证（原件）", helpLine, link, uint8(3), int16(2026))
	f.Add("䶮*𠮷\uE000", "\x00\u202e", "\U000E0100\U0010FFFF\xff", "，，，（（（", "", uint8(0), int16(-1))
	f.Add("", "", "", "", "", uint8(255), int16(0))
	f.Fuzz(func(t *testing.T, name, no, thing, phone, address string, marks uint8, year int16) {
		day := civil.Date{Year: int(year), Month: 9, Day: 14}
		s := Slip{
			Imprint: Imprint{
				Centre: thing, Window: no, ClerkNo: name, Terminal: phone, Phone: phone, ComplaintPhone: thing,
				PrintedAt: imprint().PrintedAt, Reprint: marks&1 != 0, Demo: marks&2 != 0,
			},
			MaskedName: name, MaskedNumber: no, Link: address, Offline: marks&4 != 0,
			Results: []Result{
				{Matter: thing, No: no, State: name, AcceptedOn: day, PromisedOn: day},
				{Matter: name, Materials: []string{thing, no}, Missing: []string{thing, ""}, Notes: []string{thing}},
			},
		}
		p, err := s.paper().draw()
		if err != nil {
			t.Fatal(err)
		}
		if p.err != nil {
			t.Fatal(p.err)
		}
		if marks&0xE0 != 0 {
			return // writing takes most of the time and knows glyphs only
		}
		if objects, err := split(printed(t, s)); err != nil || len(objects) < 10 {
			t.Fatalf("got %d objects, %v, want two pages and their fonts", len(objects), err)
		}
	})
}
