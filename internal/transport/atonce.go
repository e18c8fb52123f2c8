package transport

import (
	"errors"
	"net"
	"slices"
	"sync"
	"syscall"
)

// Results of tryWrite: errBusy if nothing was accepted; errFull if the connection's buffer is full, so that the
// rest is kept and written before everything else.
var (
	errBusy = errors.New("transport: another writes")
	errFull = errors.New("transport: the connection is full")
)

// tryWrite writes frames without blocking, unless a close frame was written before.
func (w *wire) atOnce(p, payload, tail []byte) error {
	if len(payload) > 0 {
		p = slices.Concat(p, payload, tail)
	}
	if !w.mu.TryLock() {
		return errBusy
	}
	defer w.mu.Unlock()
	switch {
	case w.sealed:
		return net.ErrClosed
	case w.failed != nil:
		return w.failed
	case len(w.rest) > 0:
		return errBusy
	}
	w.extend()
	n, err := w.try(p)
	switch {
	case err == syscall.EAGAIN:
		w.rest = append([]byte(nil), p[n:]...)
		return errFull
	case err != nil:
		w.failed = err
		w.drop()
	}
	return err
}

// rawWriteCall is a non-blocking write.
type attempt struct {
	p    []byte
	n    int
	err  error
	once func(fd uintptr) bool
}

var attempts = sync.Pool{New: func() any {
	a := new(attempt)
	a.once = a.write
	return a
}}

// rawWrite writes as much as fits into the connection's buffer; its error is EAGAIN if that is not all.
func (w *wire) try(p []byte) (n int, err error) {
	a := attempts.Get().(*attempt)
	a.p, a.n, a.err = p, 0, nil
	if err = w.raw.Write(a.once); err == nil {
		err = a.err
	}
	n, a.p = a.n, nil
	attempts.Put(a)
	return n, err
}
