package transport

import (
	"runtime/debug"
	"sync"
	"time"
)

// memoryReturner returns memory to the operating system after a burst of responses. By itself the garbage
// collector runs only when the heap has grown to several times its size, or after two minutes: until then an
// idle process keeps all memory that clients have made it use. It is safe for concurrent use.
type memoryReturner struct {
	mu        sync.Mutex
	bytes     int // of responses that were released since the last return, or since it was postponed
	scheduled bool
	free      func()                          // debug.FreeOSMemory if nil
	after     func(d time.Duration, f func()) // starts a timer; time.AfterFunc if nil
}

// minReleased is how many released bytes trigger a return, and returnDelay how long it waits for the end of
// the burst. A return is a garbage collection, about ten milliseconds of CPU, so there is at most one in
// returnDelay, and none while minReleased bytes are released in that time: then the collector runs by itself.
const (
	minReleased = 8 << 20
	returnDelay = 10 * time.Second
)

// noteReleased notes that bytes of a response are garbage.
func (m *memoryReturner) noteReleased(bytes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.bytes += bytes; m.bytes >= minReleased && !m.scheduled {
		m.bytes = 0
		m.schedule()
	}
}

// schedule starts the timer. The mutex is held.
func (m *memoryReturner) schedule() {
	m.scheduled = true
	if m.after != nil {
		m.after(returnDelay, m.returnMemory)
		return
	}
	time.AfterFunc(returnDelay, m.returnMemory)
}

// returnMemory returns memory, or postpones that while many bytes are released.
func (m *memoryReturner) returnMemory() {
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
