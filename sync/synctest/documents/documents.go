// Package documents makes the invented enrolment documents that other stores
// were measured with, byte for byte, so that our figures can stand beside
// theirs. All persons are invented: no region begins with 99 and no mobile number
// with 120.
package documents

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Seed is the one the published figures were measured with.
const Seed = 20170907

//go:embed words.json
var wordsJSON []byte

var words = func() (w struct {
	Surnames, Given, Nations, Origins, Villages, Educations, Towns, Roads []string
	EmployerNames                                                         []string `json:"employer_names"`
	EmployerKinds                                                         []string `json:"employer_kinds"`
	Posts, Reasons, Operators, Notes                                      []string
}) {
	if err := json.Unmarshal(wordsJSON, &w); err != nil {
		panic(err) // embedded: the first test would show it
	}
	return w
}()

// first is the earliest moment of the documents, 2017-09-01 08:00 in Shanghai.
var (
	first    = time.Unix(1504224000, 0)
	shanghai = time.FixedZone("", 8*60*60)
)

const days = 90 // that the documents spread over

// Document gives document i of a seed as compact JSON, without an end of line.
func Document(seed, i uint64) string {
	n := stream(seed, 2, i)
	d := document{ID: fmt.Sprintf("enr-%016x%016x", n.next(), n.next()), Type: "enrollment", V: 1}
	d.Person = n.someone(seed, i)
	town := n.below(len(words.Towns))
	d.Window = fmt.Sprintf("330402-%02d-%d", town+1, 1+n.below(9))
	created := first.Add(time.Duration(n.below(days*24*60*60)) * time.Second).In(shanghai)
	day := created.Format(time.DateOnly)
	d.Created = created.Format(time.RFC3339)
	d.Permit = n.permit(words.Towns[town], day, created.AddDate(1, 0, 0).Format(time.DateOnly))
	d.Membership = n.membership(words.Towns[town], day)
	d.Operator = n.pick(words.Operators)
	d.Note = n.note()
	return d.text()
}

// someone gives the person of document i: mostly person i, sometimes an earlier
// one again, and half of these without their card.
func (n *numbers) someone(seed, i uint64) person {
	p, card := i, true
	if n.below(50) == 0 && i > 0 {
		p = n.next() % i
		card = n.below(2) != 0
	}
	who := personOf(seed, p)
	if !card {
		who.IDNo = ""
	}
	return who
}

func (n *numbers) permit(town, issued, expires string) permit {
	road := n.pick(words.Roads)
	house, building, room := 1+n.below(999), 1+n.below(30), 101+n.below(600)
	return permit{
		Address: fmt.Sprintf("浙江省嘉兴市南湖区%s%s%d号%d幢%d室", town, road, house, building, room),
		No:      fmt.Sprintf("JZ330402%010d", n.next()%1e10), Kind: "居住登记",
		Issued: issued, Expires: expires, Reason: n.pick(words.Reasons),
	}
}

func (n *numbers) membership(town, joined string) membership {
	employer := "嘉兴" + n.pick(words.EmployerNames) + n.pick(words.EmployerKinds) + "有限公司"
	post := n.pick(words.Posts)
	return membership{No: fmt.Sprintf("HY%012d", n.next()%1e12), Union: "南湖区" + town + "总工会", Joined: joined,
		Status: "正常", Employer: employer, Post: post, Dues: n.below(10) < 8}
}

func (n *numbers) note() string {
	var out strings.Builder
	for range 3 + n.below(3) {
		out.WriteString(n.pick(words.Notes))
	}
	return out.String()
}
