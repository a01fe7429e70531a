package demo

import "ruhui/store/ident"

// Person is somebody invented who may come to the window, beside those whose
// cards the simulated reader holds. Sex and birth stand in the document.
type Person struct {
	Name     string
	Document ident.Document
	Mobile   string
}

// People beyond the cards.
var People = []Person{
	{"测试乙", card("330499199001010018"), "19900000002"}, // member of a union elsewhere: brings the membership along
	{"测试丙", card("330499199001010026"), "19900000003"}, // her membership is retained
	{"测试丁", card("330499201009150031"), "19900000004"}, // turns 16 the day after Today: may join from then on
}

func card(number string) ident.Document {
	d, _ := ident.ParseDocument(ident.DocIDCard, number, "", Today) // the tests check the numbers
	return d
}
