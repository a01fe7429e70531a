package sync

import (
	"crypto/ed25519"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"strings"

	"golang.org/x/text/unicode/norm"

	"ruhui/store/record"
)

// receiptMagic begins a receipt as text. Like a set-up link it holds capital
// letters, digits and a few signs only, so that the QR code on a day's closing
// page stays small and a scanner that types cannot spoil it.
const receiptMagic = "RUHUI-R:1:"

// receiptSize is that of a receipt's bytes: two ids, seq, hash, safe, time, epoch
// and signature.
const receiptSize = 16 + 16 + 8 + 32 + 8 + 8 + 16 + ed25519.SignatureSize

// ErrNoReceipt says that a text is no receipt.
var ErrNoReceipt = errors.New("not a receipt")

var receiptDigits = base32.StdEncoding.WithPadding(base32.NoPadding)

// Text writes the receipt in about 280 characters, as [ParseReceipt] reads it.
func (r *Receipt) Text() string {
	raw := make([]byte, 0, receiptSize)
	raw = append(append(raw, r.Journal[:]...), r.Terminal[:]...)
	raw = binary.BigEndian.AppendUint64(raw, uint64(r.Seq))
	raw = append(raw, r.Hash[:]...)
	raw = binary.BigEndian.AppendUint64(raw, uint64(r.Safe))
	raw = binary.BigEndian.AppendUint64(raw, uint64(r.Time))
	raw = append(append(raw, r.Epoch[:]...), r.Signature...)
	return receiptMagic + receiptDigits.EncodeToString(raw)
}

// ParseReceipt reads a receipt from what a scanner typed: in whatever case and
// width, with blanks and line ends anywhere. It says nothing about the signature.
func ParseReceipt(text string) (Receipt, error) {
	text = strings.ToUpper(strings.Join(strings.Fields(norm.NFKC.String(text)), ""))
	digits, ours := strings.CutPrefix(text, receiptMagic)
	raw, err := receiptDigits.DecodeString(digits)
	if !ours || err != nil || len(raw) != receiptSize {
		return Receipt{}, ErrNoReceipt
	}
	var r Receipt
	next := func(n int) (part []byte) { part, raw = raw[:n], raw[n:]; return part }
	copy(r.Journal[:], next(16))
	copy(r.Terminal[:], next(16))
	r.Seq = int64(binary.BigEndian.Uint64(next(8)))
	copy(r.Hash[:], next(32))
	r.Safe = int64(binary.BigEndian.Uint64(next(8)))
	r.Time = record.HLC(binary.BigEndian.Uint64(next(8)))
	copy(r.Epoch[:], next(16))
	r.Signature = next(ed25519.SignatureSize)
	return r, nil
}
