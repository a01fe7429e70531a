package documents

import (
	"bytes"
	"encoding/json"
)

type document struct {
	ID         string     `json:"_id"`
	Type       string     `json:"type"`
	V          int        `json:"v"`
	Window     string     `json:"window"`
	Operator   string     `json:"operator"`
	Created    string     `json:"created"`
	Person     person     `json:"person"`
	Permit     permit     `json:"permit"`
	Membership membership `json:"membership"`
	Note       string     `json:"note"`
}

type person struct {
	Name      string `json:"name"`
	Sex       string `json:"sex"`
	Nation    string `json:"nation"`
	Birth     string `json:"birth"`
	IDNo      string `json:"id_no"`
	Phone     string `json:"phone"`
	Origin    string `json:"origin"`
	Education string `json:"education"`
}

type permit struct {
	No      string `json:"no"`
	Kind    string `json:"kind"`
	Issued  string `json:"issued"`
	Expires string `json:"expires"`
	Address string `json:"address"`
	Reason  string `json:"reason"`
}

type membership struct {
	No       string `json:"no"`
	Union    string `json:"union"`
	Joined   string `json:"joined"`
	Status   string `json:"status"`
	Employer string `json:"employer"`
	Post     string `json:"post"`
	Dues     bool   `json:"dues"`
}

func (d *document) text() string {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(d); err != nil {
		panic(err) // a plain struct of strings
	}
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n")))
}
