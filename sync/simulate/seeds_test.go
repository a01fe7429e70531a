//go:build !race

package simulate

// seeds is how many worlds live in an ordinary run.
const seeds = 2000
