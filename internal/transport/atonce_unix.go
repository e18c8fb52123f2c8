//go:build unix

package transport

import (
	"net"
	"syscall"
)

// rawOf is what a write to a connection can be tried with. What TLS would write is not known to it.
func rawOf(conn net.Conn) syscall.RawConn {
	if c, ok := conn.(*accepted); ok {
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

func (a *attempt) write(fd uintptr) bool {
	for a.err == nil && a.n < len(a.p) {
		n, err := syscall.Write(int(fd), a.p[a.n:])
		if err == syscall.EINTR {
			continue
		}
		a.n, a.err = a.n+max(n, 0), err
	}
	return true
}

// hasUnreadBytes tells whether the peer of a connection has sent bytes that nobody has read. It does not wait
// for somebody who reads meanwhile.
func hasUnreadBytes(conn *net.TCPConn) (has bool) {
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
