package sync

import (
	"fmt"
	"net/http"
)

// Code says why the district refused an exchange.
type Code string

// The reasons. What a terminal does next is in the engine.
const (
	BadMessage   Code = "bad_message"   // cannot be read, or breaks a limit
	BadSignature Code = "bad_signature" // not the terminal's
	BrokenChain  Code = "broken_chain"  // hashes do not follow from the entries
	NotJoined    Code = "not_joined"    // goes on behind an entry the district does not hold; Joint says what it holds
	TokenOver    Code = "token_over"    // ask for another
	NotCertified Code = "not_certified" // this terminal is not known, or was revoked
	CodeUsed     Code = "code_used"     // another terminal was set up with this code, or it never existed
	NotYours     Code = "not_yours"     // another terminal's journal, a feed or file this centre may not read
	OtherEpoch   Code = "other_epoch"   // positions belong to another history; Epoch says which is now
	NotBehind    Code = "not_behind"    // the feed has another hash at that position
	TooBig       Code = "too_big"
	TooMany      Code = "too_many"    // more requests than a terminal needs; Seconds says when to come again
	OtherWorld   Code = "other_world" // a demonstration at a real district, or the reverse
	TryAgain     Code = "try_again"   // the district cannot now; nothing was stored
)

// Status is the HTTP status that goes with a code.
func (c Code) Status() int {
	switch c {
	case BadMessage, BrokenChain, BadSignature:
		return http.StatusBadRequest
	case TokenOver, NotCertified:
		return http.StatusUnauthorized
	case CodeUsed, NotYours, OtherWorld:
		return http.StatusForbidden
	case NotJoined, OtherEpoch, NotBehind:
		return http.StatusConflict
	case TooBig:
		return http.StatusRequestEntityTooLarge
	case TooMany:
		return http.StatusTooManyRequests
	}
	return http.StatusServiceUnavailable
}

// Refusal is the answer to an exchange the district did not carry out. It is an
// error; its text says nothing of any person.
type Refusal struct {
	Code    Code   `json:"code"`
	Detail  string `json:"detail,omitempty"` // for the technician, in English
	Joint   *Joint `json:"joint,omitempty"`
	Epoch   string `json:"epoch,omitempty"`
	Seconds int    `json:"seconds,omitempty"`
}

func (r *Refusal) Error() string {
	if r.Detail == "" {
		return "district refused: " + string(r.Code)
	}
	return fmt.Sprintf("district refused: %s: %s", r.Code, r.Detail)
}
