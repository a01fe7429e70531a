//go:build !race

package simulate

// seeds is how many worlds live in an ordinary run, and worldSteps how long each
// of them lives before it comes to rest.
const (
	seeds      = 2000
	worldSteps = 60
)
