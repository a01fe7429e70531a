package store

import (
	"fmt"
	"testing"
)

// BenchmarkSearch looks for a name among 20,000 lines.
func BenchmarkSearch(b *testing.B) {
	surnames, given := []rune("张王李赵陈刘杨黄周吴"), []rune("试样测例演示甲乙丙丁")
	all := make([]*entry, 20_000)
	for n := range all {
		all[n] = &entry{row: int64(n), line: line{
			Name:    string([]rune{surnames[n%10], given[n/10%10], given[n/100%10]}),
			Numbers: []string{fmt.Sprintf("330499********%04d", n%10000)}, Tail: fmt.Sprintf("%04d", n%9973),
		}}
	}
	x := newIndex(all)
	for _, query := range []string{"张试样", "zsy", "zhangshiyang 0018", "张sy", "0018"} {
		b.Run(query, func(b *testing.B) {
			found := 0
			for b.Loop() {
				found = len(hits(x.search(parts(query))))
			}
			b.ReportMetric(float64(found), "hits")
		})
	}
}
