package transport

import (
	"errors"
	"net"
	"sync"
	"syscall"
)

// Results of tryWrite: errBusy if nothing was accepted, so that another goroutine has to write; errFull if
// the connection's buffer is full, so that the rest is kept and written before everything else.
var (
	errBusy = errors.New("transport: write would block")
	errFull = errors.New("transport: send buffer full")
)

// tryWrite writes frames without blocking, unless a close frame was written before. A large payload, which is
// shared by subscribers, is left to writeFrames: what the connection does not accept would have to be copied
// for each of them.
func (c *bufferedConn) tryWrite(p, payload, _ []byte) error {
	if len(payload) > 0 || !c.mu.TryLock() {
		return errBusy
	}
	defer c.mu.Unlock()
	switch {
	case c.writesStopped:
		return net.ErrClosed
	case c.writeErr != nil:
		return c.writeErr
	case len(c.pending) > 0:
		return errBusy
	}
	c.extendDeadline()
	n, err := c.rawWrite(p)
	switch {
	case errors.Is(err, syscall.EAGAIN):
		c.pending = append([]byte(nil), p[n:]...)
		return errFull
	case err != nil:
		c.writeErr = err
		c.abort()
	}
	return err
}

// rawWriteCall is a non-blocking write.
type rawWriteCall struct {
	p        []byte
	n        int
	err      error
	callback func(fd uintptr) bool
}

var rawWriteCalls = sync.Pool{New: func() any {
	call := new(rawWriteCall)
	call.callback = call.write
	return call
}}

// rawWrite writes as much as fits into the connection's buffer; its error is EAGAIN if that is not all.
func (c *bufferedConn) rawWrite(p []byte) (n int, err error) {
	call := rawWriteCalls.Get().(*rawWriteCall)
	call.p, call.n, call.err = p, 0, nil
	if err = c.raw.Write(call.callback); err == nil {
		err = call.err
	}
	n, call.p = call.n, nil
	rawWriteCalls.Put(call)
	return n, err
}
