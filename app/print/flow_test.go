package print

import "testing"

func TestPaginate(t *testing.T) {
	b := func(height float64) block { return block{height: height} }
	glued := func(height float64) block { return block{height: height, glue: true} }
	for _, c := range []struct {
		about  string
		blocks []block
		want   []int // blocks on each page
	}{
		{"nothing", nil, []int{0}},
		{"what fits", []block{b(5), b(5)}, []int{2}},
		{"what does not", []block{b(5), b(5), b(1)}, []int{2, 1}},
		{"a heading goes with its text", []block{b(5), glued(3), b(4)}, []int{1, 2}},
		{"glued but taller than a page", []block{b(1), glued(6), glued(6), b(1)}, []int{2, 2}},
		{"one taller than a page", []block{b(1), b(12), b(1)}, []int{1, 1, 1}},
	} {
		var got []int
		for _, page := range paginate(c.blocks, 10) {
			got = append(got, len(page))
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: got %v, want %v", c.about, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %v, want %v", c.about, got, c.want)
				break
			}
		}
	}
}
