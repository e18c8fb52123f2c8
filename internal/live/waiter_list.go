package live

// waiterNode is the node of a subscription in a circular list of waiters; a list is a node without a
// subscription. A node is removed without knowing its list.
type waiterNode struct {
	prev, next   *waiterNode
	subscription *Subscription
}

// isQueued reports whether the node is in a list.
func (p *waiterNode) isQueued() bool { return p.next != nil }

func (p *waiterNode) remove() {
	p.prev.next, p.next.prev = p.next, p.prev
	p.prev, p.next = nil, nil
}

// appendTo adds the node at the end of a list.
func (p *waiterNode) appendTo(line *waiterNode) {
	line.init()
	p.prev, p.next = line.prev, line
	p.prev.next, line.prev = p, p
}

// init makes the node an empty list, unless it is one.
func (p *waiterNode) init() {
	if p.next == nil {
		p.prev, p.next = p, p
	}
}

func (p *waiterNode) isEmpty() bool { return p.next == nil || p.next == p }

// moveAllTo moves all nodes of a list to the end of another one.
func (p *waiterNode) moveAllTo(to *waiterNode) {
	if p.isEmpty() {
		return
	}
	to.init()
	first, last := p.next, p.prev
	first.prev, to.prev.next = to.prev, first
	last.next, to.prev = to, last
	p.prev, p.next = p, p
}

// popInto removes nodes from the front until there are none or the room is full, and returns their number.
func (p *waiterNode) popInto(room []*Subscription) int {
	n := 0
	for ; n < len(room) && !p.isEmpty(); n++ {
		room[n] = p.next.subscription
		p.next.remove()
	}
	return n
}
