package live

// waiterNode is the node of a subscription in a circular list of waiters; a list is a node without a
// subscription. A node is removed without knowing its list.
type waiterNode struct {
	prev, next   *waiterNode
	subscription *Subscription
}

// isQueued reports whether the node is in a list.
func (n *waiterNode) isQueued() bool { return n.next != nil }

func (n *waiterNode) remove() {
	n.prev.next, n.next.prev = n.next, n.prev
	n.prev, n.next = nil, nil
}

// appendTo adds the node at the end of a list.
func (n *waiterNode) appendTo(list *waiterNode) {
	list.init()
	n.prev, n.next = list.prev, list
	n.prev.next, list.prev = n, n
}

// init makes the node an empty list, unless it is one.
func (n *waiterNode) init() {
	if n.next == nil {
		n.prev, n.next = n, n
	}
}

func (n *waiterNode) isEmpty() bool { return n.next == nil || n.next == n }

// moveAllTo moves all nodes of a list to the end of another one.
func (n *waiterNode) moveAllTo(to *waiterNode) {
	if n.isEmpty() {
		return
	}
	to.init()
	first, last := n.next, n.prev
	first.prev, to.prev.next = to.prev, first
	last.next, to.prev = to, last
	n.prev, n.next = n, n
}

// popInto removes nodes from the front until there are none or dst is full, and returns their number.
func (n *waiterNode) popInto(dst []*Subscription) int {
	count := 0
	for ; count < len(dst) && !n.isEmpty(); count++ {
		dst[count] = n.next.subscription
		n.next.remove()
	}
	return count
}
