package transport

import (
	"errors"
	"net/http"
	"net/netip"
)

// Bounds of the received bytes of requests whose header is not complete, of an address and of all addresses.
// Until then the server knows no request that it could charge, and one byte takes up to 18 bytes of memory:
// that of many short header fields, which become entries of a map. So an address holds about 64 MiB, and a
// node 256 MiB. A thousand clients of an address can connect at once: a TLS handshake and a header have about
// 3500 bytes.
const (
	maxHeaderBytesPerAddress = 3584 << 10
	maxHeaderBytesOfNode     = 4 * maxHeaderBytesPerAddress
)

// reservedHeaderBytes of the bound of the node are kept for addresses that have little, so that the headers
// of a few addresses do not block others.
const reservedHeaderBytes, littleHeaderBytes = maxHeaderBytesOfNode / 5, 64 << 10

// errHeaderBytes closes a connection whose header exceeds the bounds.
var errHeaderBytes = errors.New("transport: too many bytes of incomplete headers")

// incompleteHeaders counts the received bytes of incomplete headers. The Listener's mutex guards it.
type incompleteHeaders struct {
	total     int
	addresses map[netip.Prefix]int
}

// add counts bytes of a connection. It returns false if there may not be so many.
func (h *incompleteHeaders) add(c *acceptedConn, bytes int) bool {
	own, total := h.addresses[c.address]+bytes, h.total+bytes
	if own > maxHeaderBytesPerAddress || total > maxHeaderBytesOfNode ||
		own > littleHeaderBytes && total > maxHeaderBytesOfNode-reservedHeaderBytes {
		return false
	}
	if h.addresses == nil {
		h.addresses = map[netip.Prefix]int{}
	}
	h.addresses[c.address] = own
	h.total = total
	c.headerBytes += bytes
	return true
}

// remove removes the bytes of a connection whose header is complete, or which is closed.
func (h *incompleteHeaders) remove(c *acceptedConn) {
	if c.headerBytes == 0 {
		return
	}
	h.total -= c.headerBytes
	if h.addresses[c.address] -= c.headerBytes; h.addresses[c.address] == 0 {
		delete(h.addresses, c.address)
	}
	c.headerBytes = 0
}

// countHeader counts bytes that a connection has received, unless they belong to a request in progress or the
// connection is used by something else than the server. It returns false if the connection must be closed.
func (l *Listener) countHeader(c *acceptedConn, bytes int) bool {
	if c.inRequest.Load() {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return c.closed || l.headers.add(c, bytes)
}

// setHeaderState notes that the header of a connection is complete, or that the next one may begin. The mutex
// is held.
func (l *Listener) setHeaderState(c *acceptedConn, state http.ConnState) {
	l.headers.remove(c)
	c.inRequest.Store(state != http.StateIdle)
}
