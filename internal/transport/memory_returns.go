package transport

import (
	"runtime/debug"
	"sync"
	"time"
)

// memoryReturns gives memory back to the operating system when a burst of responses is over. By itself the
// collector runs only when the heap has grown to several times its size, or after two minutes: until then an
// idle process keeps all that clients have made it use. It is safe for concurrent use.
type memoryReturns struct {
	mu        sync.Mutex
	bytes     int // of responses that were released since the last return, or since it was put off
	scheduled bool
	free      func()                          // debug.FreeOSMemory if nil
	after     func(d time.Duration, f func()) // starts a timer; time.AfterFunc if nil
}

// minReleased is how many bytes of responses are worth a return, and returnDelay how long it waits for the end
// of the burst. A return is a collection, some ten milliseconds of CPU, so it comes once in so long at most, and
// not at all while so many bytes are released: then the collector runs by itself.
const (
	minReleased = 8 << 20
	returnDelay = 10 * time.Second
)

// released notes that bytes of a response are garbage.
func (m *memoryReturns) released(bytes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.bytes += bytes; m.bytes >= minReleased && !m.scheduled {
		m.bytes = 0
		m.schedule()
	}
}

// schedule is called with the mutex held.
func (m *memoryReturns) schedule() {
	m.scheduled = true
	if m.after != nil {
		m.after(returnDelay, m.run)
		return
	}
	time.AfterFunc(returnDelay, m.run)
}

// run returns memory, or puts that off while there is much to do.
func (m *memoryReturns) run() {
	m.mu.Lock()
	busy := m.bytes >= minReleased
	m.bytes = 0
	if busy {
		m.schedule()
		m.mu.Unlock()
		return
	}
	m.scheduled = false
	free := m.free
	m.mu.Unlock()
	if free == nil {
		free = debug.FreeOSMemory
	}
	free()
}
