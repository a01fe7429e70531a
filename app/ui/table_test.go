package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestTable(t *testing.T) {
	start(t)
	asked := 0
	opened := -1
	table := NewTable(Column{Label: "Name", Share: 1})
	table.OnOpen = func(i int) { opened = i }
	table.SetSource(100000, func(i int) []Cell { asked++; return Cells(sprint(i)) })
	w := show(t, table, 400, 10*NewTheme().Size(SizeRow))
	w.Canvas().Focus(table)
	press(table, fyne.KeyEnd)
	if table.Picked() != 99999 || table.top != 99999-8 {
		t.Errorf("End: picked %d, from %d", table.Picked(), table.top)
	}
	press(table, fyne.KeyPageUp, fyne.KeyUp, fyne.KeyReturn)
	if opened != 99999-10 {
		t.Errorf("opened %d", opened)
	}
	if asked > 100 {
		t.Errorf("asked for %d rows to show 9 at a time", asked)
	}
	before := asked
	table.Refresh()
	if asked != before {
		t.Error("rows in sight are asked for again")
	}
	table.MouseDown(mouseAt(10, 3.5*table.rowHeight()))
	if table.Picked() != table.top+2 {
		t.Errorf("clicked the third row in sight, picked %d from %d", table.Picked(), table.top)
	}
	table.SetRows(nil)
	opened = -1
	press(table, fyne.KeyDown, fyne.KeyReturn)
	if table.Picked() != -1 || opened != -1 {
		t.Errorf("empty: picked %d, opened %d", table.Picked(), opened)
	}
	table.SetRows([][]Cell{Cells("a"), Cells("b")})
	if table.Picked() != 0 {
		t.Errorf("filled again: picked %d", table.Picked())
	}
}

func mouseAt(x, y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Button: desktop.MouseButtonPrimary}
}
