package vault

import "errors"

// What can be wrong with keys and the files that hold them. None of them ever
// carries a part of a password, code or key.
var (
	ErrPassword = errors.New("wrong password")
	ErrCode     = errors.New("wrong code")
	ErrShort    = errors.New("password too short")
	ErrDamaged  = errors.New("damaged")                             // not as it was written
	ErrNewer    = errors.New("made by a newer program")             // its version is not known here
	ErrIdentity = errors.New("none of the identities opens this")   // whole, but for somebody else
	ErrNoKey    = errors.New("sealed under a key not in the vault") // a newer vault, or another terminal's
	ErrWiped    = errors.New("keys are wiped")                      // signed out meanwhile
	ErrFull     = errors.New("all key numbers are used")            // after 255 rotations
)
