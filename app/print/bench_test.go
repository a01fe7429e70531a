package print

import (
	"bytes"
	"testing"
)

// BenchmarkSlip prints one slip of two results in two copies; the fonts are
// already read.
func BenchmarkSlip(b *testing.B) {
	s := slip()
	size := len(printed(b, s))
	b.ReportAllocs()
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := s.PDF(&out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(size), "bytes/slip")
}
