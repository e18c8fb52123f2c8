//go:build !unix

package transport

import (
	"net"
	"syscall"
)

// rawConnOf returns nil: non-blocking writes are not supported on this platform, so each operation waits by
// itself.
func rawConnOf(net.Conn) syscall.RawConn { return nil }

func (r *rawWriteCall) write(uintptr) bool { return true }

// hasReceivedBytes returns false: on this platform it is not known.
func hasReceivedBytes(*net.TCPConn) bool { return false }
