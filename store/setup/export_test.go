package setup

// What the tests need beside Make and Open: a file no rule was asked about, and
// the signed form alone.
var (
	Seal   = seal
	Encode = encode
)

// Take decodes and checks a signed form.
func Take(body []byte) (Setup, error) {
	s, err := decode(body)
	if err != nil {
		return Setup{}, err
	}
	return s, s.check()
}
