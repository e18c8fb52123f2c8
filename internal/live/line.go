package live

// place is a follower's in a line of those who wait. A line is a place that is nobody's: it is a ring, so that one leaves
// it without knowing which it is in.
type place struct {
	before, after *place
	of            *Follower
}

// queued tells whether it is in a line.
func (p *place) queued() bool { return p.after != nil }

func (p *place) leave() {
	p.before.after, p.after.before = p.after, p.before
	p.before, p.after = nil, nil
}

// join puts it at the end of a line.
func (p *place) join(line *place) {
	line.begin()
	p.before, p.after = line.before, line
	p.before.after, line.before = p, p
}

// begin makes it a line, with nobody in it.
func (p *place) begin() {
	if p.after == nil {
		p.before, p.after = p, p
	}
}

func (p *place) empty() bool { return p.after == nil || p.after == p }

// move puts all who are in a line at the end of another one.
func (p *place) move(to *place) {
	if p.empty() {
		return
	}
	to.begin()
	first, last := p.after, p.before
	first.before, to.before.after = to.before, first
	last.after, to.before = to, last
	p.before, p.after = p, p
}

// pop gives who is first, at most as many as there is room for.
func (p *place) pop(room []*Follower) int {
	n := 0
	for ; n < len(room) && !p.empty(); n++ {
		room[n] = p.after.of
		p.after.leave()
	}
	return n
}
