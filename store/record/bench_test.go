package record

import "testing"

// BenchmarkFold folds whole histories; ns/event is the figure promised
// (at most 10,000). The baseline only puts the same events in order.
func BenchmarkFold(b *testing.B) {
	told := newTale(b, 7).tell(400)
	b.Run("baseline=order", func(b *testing.B) {
		for b.Loop() {
			order(told)
		}
		perEvent(b, len(told))
	})
	b.Run("persons", func(b *testing.B) {
		for b.Loop() {
			FoldPersons(told)
		}
		perEvent(b, len(told))
	})
}

func perEvent(b *testing.B, events int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*events), "ns/event")
}
