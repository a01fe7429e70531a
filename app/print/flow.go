package print

// block is a piece of the paper as wide as its text column, never cut.
type block struct {
	height float64
	glue   bool // stands on one page with the block after it
	spring bool // takes what is left of the page, so that the rest stands at its foot
	draw   func(p *pen, x, y float64)
}

// paginate deals blocks out to pages that have room for that much height.
func paginate(blocks []block, room float64) [][]block {
	var pages [][]block
	var page []block
	left := room
	for len(blocks) > 0 {
		n, height := unit(blocks, room)
		if height > left && len(page) > 0 {
			pages, page, left = append(pages, page), nil, room
		}
		page, left = append(page, blocks[:n]...), left-height
		blocks = blocks[n:]
	}
	return append(pages, page)
}

// unit counts the blocks glued to the first, and their height. What is glued
// but fits no page is torn where the page ends.
func unit(blocks []block, room float64) (n int, height float64) {
	for n < len(blocks) {
		if n > 0 && height+blocks[n].height > room {
			return n, height
		}
		height += blocks[n].height
		n++
		if !blocks[n-1].glue {
			break
		}
	}
	return n, height
}

// slack is the height that the blocks leave free.
func slack(blocks []block, room float64) float64 {
	for _, b := range blocks {
		room -= b.height
	}
	return max(room, 0)
}
