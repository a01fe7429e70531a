//go:build race

package simulate

// seeds and worldSteps are fewer under the race detector, which takes ten times
// as long.
const (
	seeds      = 50
	worldSteps = 25
)
