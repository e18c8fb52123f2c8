package transport

import (
	"errors"
	"net"
	"slices"
	"sync"
	"syscall"
)

// Why a write at once is not done: nothing was taken, or what the connection has no room for is kept, and goes before all
// that is written next.
var (
	errBusy = errors.New("transport: another writes")
	errFull = errors.New("transport: the connection is full")
)

// atOnce writes frames without waiting, unless a close came before them.
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

// attempt is a write that is tried.
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

// try writes what there is room for; its error is EAGAIN where that is not all.
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
