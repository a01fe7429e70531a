//go:build race

package simulate

// seeds is how many worlds live under the race detector, which takes ten times
// as long.
const seeds = 50
