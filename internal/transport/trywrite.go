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
func (w *wire) tryWrite(p, payload, _ []byte) error {
	if len(payload) > 0 || !w.mu.TryLock() {
		return errBusy
	}
	defer w.mu.Unlock()
	switch {
	case w.sealed:
		return net.ErrClosed
	case w.writeErr != nil:
		return w.writeErr
	case len(w.pending) > 0:
		return errBusy
	}
	w.extendDeadline()
	n, err := w.rawWrite(p)
	switch {
	case errors.Is(err, syscall.EAGAIN):
		w.pending = append([]byte(nil), p[n:]...)
		return errFull
	case err != nil:
		w.writeErr = err
		w.abort()
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
	a := new(rawWriteCall)
	a.callback = a.write
	return a
}}

// rawWrite writes as much as fits into the connection's buffer; its error is EAGAIN if that is not all.
func (w *wire) rawWrite(p []byte) (n int, err error) {
	a := rawWriteCalls.Get().(*rawWriteCall)
	a.p, a.n, a.err = p, 0, nil
	if err = w.raw.Write(a.callback); err == nil {
		err = a.err
	}
	n, a.p = a.n, nil
	rawWriteCalls.Put(a)
	return n, err
}
