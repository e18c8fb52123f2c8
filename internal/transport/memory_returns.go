package transport

import (
	"runtime/debug"
	"sync"
	"time"
)

// memoryReturns gives memory back to the operating system after many unread bytes were dropped. By itself the
// collector runs only when the heap has grown to several times its size, or after two minutes: until then an
// idle process keeps all that clients have made it hold. It is safe for concurrent use.
type memoryReturns struct {
	mu        sync.Mutex
	dropped   int // bytes since the last return
	scheduled bool
	free      func()                          // debug.FreeOSMemory if nil
	after     func(d time.Duration, f func()) // starts a timer; time.AfterFunc if nil
}

// minDropped is how many dropped bytes are worth a return, and returnDelay how long it waits for more of them.
// A return is a collection, some ten milliseconds of CPU, so it comes once in so long at most.
const (
	minDropped  = 8 << 20
	returnDelay = 10 * time.Second
)

// drop notes that bytes of a response are garbage that nobody has read.
func (m *memoryReturns) drop(bytes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dropped += bytes; m.dropped < minDropped || m.scheduled {
		return
	}
	m.scheduled = true
	if m.after != nil {
		m.after(returnDelay, m.run)
		return
	}
	time.AfterFunc(returnDelay, m.run)
}

func (m *memoryReturns) run() {
	m.mu.Lock()
	m.dropped, m.scheduled = 0, false
	free := m.free
	m.mu.Unlock()
	if free == nil {
		free = debug.FreeOSMemory
	}
	free()
}
