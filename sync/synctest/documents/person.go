package documents

import "fmt"

// numbers is SplitMix64.
type numbers struct{ state uint64 }

const step = 0x9E3779B97F4A7C15

func (n *numbers) next() uint64 {
	n.state += step
	z := n.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// stream gives the numbers of one document or person, so that each can be made
// alone.
func stream(seed, kind, i uint64) *numbers {
	n := &numbers{seed*step + kind*0xD1B54A32D192ED03 + i*0x8CB92BA72F3D8DD5}
	n.next()
	return n
}

func (n *numbers) below(limit int) int { return int(n.next() % uint64(limit)) }

func (n *numbers) pick(list []string) string { return list[n.below(len(list))] }

func personOf(seed, i uint64) person {
	n := stream(seed, 1, i)
	male := n.below(2) == 0
	p := person{Sex: "女", Nation: "汉族"}
	if male {
		p.Sex = "男"
	}
	p.Name = n.name()
	if n.below(100) >= 92 {
		p.Nation = n.pick(words.Nations)
	}
	year, month, day := 1950+n.below(55), 1+n.below(12), 1+n.below(28)
	p.Birth = fmt.Sprintf("%04d-%02d-%02d", year, month, day)
	p.IDNo = n.citizen(year, month, day, male)
	p.Phone = fmt.Sprintf("120%08d", n.below(1e8))
	p.Origin = n.pick(words.Origins) + n.pick(words.Villages)
	p.Origin += fmt.Sprintf("%d号", 1+n.below(200))
	p.Education = n.pick(words.Educations)
	return p
}

func (n *numbers) name() string {
	name := n.pick(words.Surnames)
	if n.below(10) < 7 {
		name += n.pick(words.Given)
	}
	return name + n.pick(words.Given)
}

func (n *numbers) citizen(year, month, day int, male bool) string {
	area, order := 990000+n.below(10000), n.below(500)*2
	if male {
		order++
	}
	return withCheck(fmt.Sprintf("%06d%04d%02d%02d%03d", area, year, month, day, order))
}

// withCheck adds the check character of GB 11643, ISO 7064 MOD 11-2.
func withCheck(body string) string {
	sum := 0
	for i := range len(body) {
		sum = (sum + int(body[i]-'0')) * 2 % 11
	}
	return body + "10X98765432"[sum:sum+1]
}
