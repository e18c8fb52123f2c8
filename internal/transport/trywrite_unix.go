//go:build unix

package transport

import (
	"net"
	"syscall"
)

// rawConnOf returns the connection for non-blocking writes; nil if it has none, such as one with TLS.
func rawConnOf(conn net.Conn) syscall.RawConn {
	if c, ok := conn.(*acceptedConn); ok {
		conn = c.TCPConn
	}
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return nil
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return nil
	}
	return raw
}

func (r *rawWriteCall) write(fd uintptr) bool {
	for r.err == nil && r.n < len(r.p) {
		n, err := syscall.Write(int(fd), r.p[r.n:])
		if err == syscall.EINTR {
			continue
		}
		r.n, r.err = r.n+max(n, 0), err
	}
	return true
}

// hasReceivedBytes reports whether the peer of a connection has sent bytes that were not read yet. It does
// not wait for a concurrent Read.
func hasReceivedBytes(conn *net.TCPConn) (has bool) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return false
	}
	_ = raw.Control(func(fd uintptr) { // on a closed connection there are none
		n, _, err := syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK)
		has = err == nil && n > 0
	})
	return has
}
