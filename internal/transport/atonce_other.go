//go:build !unix

package transport

import (
	"net"
	"syscall"
)

// rawOf knows of none here: each operation waits by itself.
func rawOf(net.Conn) syscall.RawConn { return nil }

func (a *attempt) write(uintptr) bool { return true }

// hasUnreadBytes cannot tell here: only what was read counts.
func hasUnreadBytes(*net.TCPConn) bool { return false }
