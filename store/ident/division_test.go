package ident

import "testing"

func TestTables_of_divisions(t *testing.T) {
	for _, c := range []struct {
		table      Table
		code, name string
		lines      int
	}{
		{Provinces, "33", "浙江", 34}, {Provinces, "51", "四川", 34}, {Provinces, "65", "新疆", 34}, {Provinces, "82", "澳门", 34},
		{Counties, "330402", "南湖区", 7}, {Counties, "330411", "秀洲区", 7}, {Counties, "330483", "桐乡市", 7},
		{Towns, "330402015", "七星街道", 13}, {Towns, "330402103", "新丰镇", 13}, {Towns, "330402105", "大桥镇", 13},
	} {
		if got := c.table.Name(c.code); got != c.name {
			t.Errorf("%s is %q, want %q", c.code, got, c.name)
		}
		if n := len(c.table.Items()); n != c.lines {
			t.Errorf("the table with %s has %d lines, want %d", c.name, n, c.lines)
		}
	}
	for _, town := range Towns.Items() {
		if d, check := ParseDivision(town.Code); check != (Check{}) || Counties.Name(string(d.County())) != "南湖区" {
			t.Errorf("%+v is %+v, not in Nanhu", town, check)
		}
	}
}

func TestParseDivision(t *testing.T) {
	for in, want := range map[string]Check{"330402": {}, "330402103": {}, "330402103201": {}, "3304 0210 3201": {}, "830000": {},
		"990402": warn(BadProvince), "33040": fail(BadFormat), "3304021": fail(BadFormat), "33040210X": fail(BadFormat), "": fail(BadFormat)} {
		if d, check := ParseDivision(in); check != want || check.OK() != (d != "") {
			t.Errorf("%q: %q %+v, want %+v", in, d, check, want)
		}
	}
}

func TestDivision_nests(t *testing.T) {
	village := Division("330402103201")
	for _, c := range []struct {
		inner, outer Division
		want         bool
	}{
		{village, "330402103", true}, {village, "330402", true}, {village, village, true}, {"330402", village, false},
		{village, "330402015", false}, {"330402", "330411", false}, {village, "", false},
	} {
		if got := c.inner.In(c.outer); got != c.want {
			t.Errorf("%s in %s: %t", c.inner, c.outer, got)
		}
	}
	if village.Town() != "330402103" || village.County() != "330402" || Division("330402").Town() != "" {
		t.Errorf("town %s, county %s", village.Town(), village.County())
	}
}

func TestDivision_CommunityKind(t *testing.T) {
	for code, want := range map[Division]CommunityKind{"330402015001": Neighbourhood, "330402015199": Neighbourhood, "330402103200": Village,
		"330402103399": Village, "330402103400": LikeVillage, "330402015901": Invented, "330402015000": NoCommunity, "330402015": NoCommunity} {
		if got := code.CommunityKind(); got != want {
			t.Errorf("%s is of kind %d, want %d", code, got, want)
		}
	}
}

func FuzzParseDivision(f *testing.F) {
	for _, s := range []string{"330402", "330402103", "330402103201", "", "３３０４０２"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, check := ParseDivision(s)
		if !check.OK() {
			return
		}
		if again, second := ParseDivision(string(d)); again != d || second != check {
			t.Fatalf("%q: %q, again %q", s, d, again)
		}
		if !d.In(d.County()) {
			t.Fatalf("%s does not lie in its county", d)
		}
		if d.CommunityKind() != NoCommunity && d.Town() == "" {
			t.Fatalf("%s is a community of no town", d)
		}
	})
}
