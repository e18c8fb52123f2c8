package live

// waiterNode is the node of a subscription in a circular list of waiters; a list is a node without a
// subscription. A node is removed without knowing its list.
type place struct {
	before, after *place
	of            *Follower
}

// isQueued reports whether the node is in a list.
func (p *place) queued() bool { return p.after != nil }

func (p *place) leave() {
	p.before.after, p.after.before = p.after, p.before
	p.before, p.after = nil, nil
}

// appendTo adds the node at the end of a list.
func (p *place) join(line *place) {
	line.begin()
	p.before, p.after = line.before, line
	p.before.after, line.before = p, p
}

// init makes the node an empty list, unless it is one.
func (p *place) begin() {
	if p.after == nil {
		p.before, p.after = p, p
	}
}

func (p *place) empty() bool { return p.after == nil || p.after == p }

// moveAllTo moves all nodes of a list to the end of another one.
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

// popInto removes nodes from the front until there are none or the room is full, and returns their number.
func (p *place) pop(room []*Follower) int {
	n := 0
	for ; n < len(room) && !p.empty(); n++ {
		room[n] = p.after.of
		p.after.leave()
	}
	return n
}
