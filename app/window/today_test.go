package window

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
)

// openService opens a service case for the visitor of a visit.
func (d *desk) openService(v *visit, kind record.ServiceKind) {
	d.Helper()
	_, err := d.session.Record(context.Background(), record.RoleWindowClerk, v.sitting.Visit, func(tx *store.Tx) ([]record.Fact, error) {
		no, err := tx.CaseNo("FW")
		return []record.Fact{{File: record.File{Kind: record.KindService, ID: tx.ID()}, Type: "service.opened",
			Body: record.ServiceOpened{No: no, Kind: kind, Person: v.sitting.Person, Channel: record.AtWindow, Urgency: record.Normal,
				Matter: "试验事项", On: tx.Today()}}}, err
	})
	if err != nil {
		d.Fatal(err)
	}
}

// A case that is sealed to its role is listed as such, without whose it is.
func TestToday_lists_restricted_services_without_their_person(t *testing.T) {
	d := openDesk(t)
	v := d.complete(demoCard(t, 1), true)
	d.openService(v, record.Hardship)
	d.openService(v, record.PolicyConsult)
	d.press(fyne.KeyF4)
	d.wantSays("今日来访1人次", "服务（受限）", "政策咨询")
	d.wantSilent("困难帮扶")
	d.readable()
	page := d.now.(*today)
	open := 0
	for _, who := range page.who {
		if who != uuid.Nil {
			open++
		}
	}
	if len(page.who) != 3 || open != 2 {
		t.Errorf("%d rows, %d of them open a person", len(page.who), open)
	}
	for i, who := range page.who {
		if who == uuid.Nil {
			page.table.OnOpen(i)
		}
	}
	d.wantPage("today")
}
