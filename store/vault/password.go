package vault

import (
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/scrypt"
	"golang.org/x/text/unicode/norm"
)

// MinPassword is the least length of a password, in characters. Length is the
// only rule: a switched-off terminal is as hard as its weakest password, and
// four pinyin words are harder than eight letters with a sign in them.
const MinPassword = 12

// CheckPassword gives [ErrShort] for a password nobody may set.
func CheckPassword(password string) error {
	if utf8.RuneCountInString(phrase(password)) < MinPassword {
		return ErrShort
	}
	return nil
}

// phrase is the form a password is used in: an input method that happens to
// give full-width letters must not lock anybody out.
func phrase(password string) string { return norm.NFKC.String(password) }

// Opening a staff file should take this long on the PC it was set on: nobody
// notices it at sign-in, and it is what each guess costs a thief.
const longestOpening = 500 * time.Millisecond

const sampleWork Work = 14

// Calibrate measures this PC and gives the work factor for a new password: the
// greatest from [LeastWork] to [MostWork] with which opening takes no more than
// half a second. Measuring takes some tens of milliseconds.
func Calibrate() Work {
	start := time.Now()
	if _, err := scrypt.Key([]byte("calibrate"), make([]byte, 16), 1<<sampleWork, 8, 1, 32); err != nil {
		return LeastWork // cannot happen with these parameters
	}
	return fitting(time.Since(start))
}

// fitting chooses by how long a run with sampleWork took.
func fitting(sample time.Duration) Work {
	for w := MostWork; w > LeastWork; w-- {
		if sample<<(w-sampleWork) <= longestOpening {
			return w
		}
	}
	return LeastWork
}
