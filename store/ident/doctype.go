package ident

// DocType is the kind of an identity document, as stored.
type DocType string

const (
	DocIDCard    DocType = "id_card"    // 居民身份证
	DocHMT       DocType = "hmt_permit" // 港澳台居民居住证
	DocForeignPR DocType = "foreign_pr" // 外国人永久居留身份证, old and new
	DocPassport  DocType = "passport"   // 护照
	DocHMPass    DocType = "hm_pass"    // 港澳居民来往内地通行证
	DocTWPass    DocType = "tw_pass"    // 台湾居民来往大陆通行证
	DocTempID    DocType = "temp_id"    // 临时居民身份证, shows the citizen number
	DocHousehold DocType = "household"  // 户口簿, for minors, shows the citizen number
	DocNone      DocType = "none"       // 无证件
)

// DocTypes names the kinds of documents.
var DocTypes = Table{[]Item{
	{string(DocIDCard), "居民身份证"}, {string(DocHMT), "港澳台居民居住证"}, {string(DocForeignPR), "外国人永久居留身份证"},
	{string(DocPassport), "护照"}, {string(DocHMPass), "港澳居民来往内地通行证"}, {string(DocTWPass), "台湾居民来往大陆通行证"},
	{string(DocTempID), "临时居民身份证"}, {string(DocHousehold), "户口簿"}, {string(DocNone), "无证件"},
}}

// docNumbers are the three-digit codes that banks and government bodies exchange.
var docNumbers = []struct {
	doc    DocType
	number string
}{
	{DocIDCard, "111"}, {DocHousehold, "113"}, {DocPassport, "414"}, {DocTWPass, "511"}, {DocHMPass, "516"},
	{DocHMT, "550"}, {DocForeignPR, "553"},
}

// Numeric gives the three-digit code used in exchange with other bodies, "" for a kind that has none.
func (t DocType) Numeric() string {
	for _, n := range docNumbers {
		if n.doc == t {
			return n.number
		}
	}
	return ""
}

// DocTypeOf is the kind a three-digit code stands for; ok is false for a code not known.
func DocTypeOf(numeric string) (t DocType, ok bool) {
	for _, n := range docNumbers {
		if n.number == numeric {
			return n.doc, true
		}
	}
	return "", false
}
