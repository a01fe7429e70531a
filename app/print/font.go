package print

import (
	"fmt"
	"sync"

	"github.com/signintech/gopdf"

	"ruhui/assets"
)

// weight names one of the two embedded fonts, and is its family name in gopdf.
type weight string

const (
	regular weight = "" // the zero style is regular
	bold    weight = "bold"
)

func (w weight) family() string {
	if w == regular {
		return "regular"
	}
	return string(w)
}

// fonts are read once: reading both takes longer than printing a slip. The
// container is safe to share, each PDF takes its own copy from it.
var fonts = sync.OnceValues(func() (*gopdf.FontContainer, error) {
	container := new(gopdf.FontContainer)
	for w, load := range map[weight]func() ([]byte, error){regular: assets.PrintRegular, bold: assets.PrintBold} {
		raw, err := load()
		if err != nil {
			return nil, err
		}
		if err := container.AddTTFFontData(w.family(), raw); err != nil {
			return nil, fmt.Errorf("read %s print font: %w", w.family(), err)
		}
	}
	return container, nil
})
