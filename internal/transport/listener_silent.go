package transport

import (
	"container/heap"
	"container/list"
	"net"
	"net/netip"
	"time"
)

// silentConnections are the connections whose clients have sent nothing yet, by address. An address that
// opens many of them must not block others, so the oldest connection of the address with the most is closed
// first. The Listener's mutex guards it.
type silentConnections struct {
	groups map[netip.Prefix]*silentGroup
	order  silentOrder
}

// silentGroup are the silent connections of one address.
type silentGroup struct {
	address netip.Prefix
	conns   *list.List // of *acceptedConn, the oldest in front
	index   int        // in the order of the groups
}

func (s *silentConnections) add(c *acceptedConn) {
	group := s.groups[c.address]
	if group == nil {
		if s.groups == nil {
			s.groups = map[netip.Prefix]*silentGroup{}
		}
		group = &silentGroup{address: c.address, conns: list.New()}
		s.groups[c.address] = group
		heap.Push(&s.order, group)
	}
	c.silent = group.conns.PushBack(c)
	heap.Fix(&s.order, group.index)
}

// remove removes a connection; it does nothing if the connection is not silent.
func (s *silentConnections) remove(c *acceptedConn) {
	if c.silent == nil {
		return
	}
	group := s.groups[c.address]
	group.conns.Remove(c.silent)
	c.silent = nil
	if group.conns.Len() > 0 {
		heap.Fix(&s.order, group.index)
		return
	}
	heap.Remove(&s.order, group.index)
	delete(s.groups, c.address)
}

// first returns the connection to be closed first, or nil.
func (s *silentConnections) first() *acceptedConn {
	if len(s.order) == 0 {
		return nil
	}
	return s.order[0].first()
}

func (s *silentGroup) first() *acceptedConn { return s.conns.Front().Value.(*acceptedConn) }

func (s *silentGroup) since() (t time.Time) {
	if s.conns.Len() > 0 {
		t = s.first().since
	}
	return t
}

// silentOrder is a heap of groups: the largest first, and of several the one with the oldest connection.
type silentOrder []*silentGroup

func (s silentOrder) Len() int { return len(s) }

func (s silentOrder) Less(i, j int) bool {
	if a, b := s[i].conns.Len(), s[j].conns.Len(); a != b {
		return a > b
	}
	return s[i].since().Before(s[j].since())
}

func (s silentOrder) Swap(i, j int) {
	s[i], s[j] = s[j], s[i]
	s[i].index, s[j].index = i, j
}

// Push and Pop implement heap.Interface.
func (s *silentOrder) Push(x any) {
	group := x.(*silentGroup)
	group.index = len(*s)
	*s = append(*s, group)
}

// Pop removes the last group.
func (s *silentOrder) Pop() any {
	last := len(*s) - 1
	group := (*s)[last]
	(*s)[last] = nil
	*s = (*s)[:last]
	return group
}

// peerNetwork returns the network that a connection comes from.
func peerNetwork(conn net.Conn) netip.Prefix {
	peer, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Prefix{}
	}
	return networkOf(peer.AddrPort().Addr().Unmap())
}
