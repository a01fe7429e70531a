package store_test

import (
	"strconv"
	"testing"
	"time"
)

// BenchmarkDraft keeps one field of a visit as it is left, beside one row in one
// full commit on the same disk.
func BenchmarkDraft(b *testing.B) {
	_, _, ses := opened(b)
	visit := draftOf(b, ses, 0)
	raw := rawDatabase(b)
	var keeps, commits []time.Duration
	for n := 0; b.Loop(); n++ {
		commits = append(commits, rawCommit(b, raw, n))
		field := map[string]string{fieldN(n): "样例路3号2幢501室 " + strconv.Itoa(n)}
		start := time.Now()
		if err := ses.SaveDraft(background, visit, field); err != nil {
			b.Fatal(err)
		}
		keeps = append(keeps, time.Since(start))
	}
	report(b, keeps, "draft")
	report(b, commits, "raw")
	b.ReportMetric(ms(quantile(keeps, 50))/ms(quantile(commits, 50)), "draft/raw-p50")
	b.ReportMetric(ms(quantile(keeps, 99))/ms(quantile(commits, 99)), "draft/raw-p99")
}
