package transport

import (
	"runtime/debug"
	"sync"
	"time"
)

// memoryReleaser releases memory to the operating system after a burst of responses. By itself the garbage
// collector runs only when the heap has grown to several times its size, or after two minutes: until then an
// idle process keeps all memory that clients have made it use. It is safe for concurrent use.
type memoryReleaser struct {
	mu        sync.Mutex
	bytes     int // of responses that became garbage since memory was last released, or that was postponed
	scheduled bool
	free      func()                          // debug.FreeOSMemory if nil
	after     func(d time.Duration, f func()) // starts a timer; time.AfterFunc if nil
}

// minGarbage is how many bytes of written responses trigger a release of memory, and releaseDelay how long it
// waits for the end of the burst. A release is a garbage collection, about ten milliseconds of CPU, so there
// is at most one in releaseDelay, and none while minGarbage bytes become garbage in that time: then the
// collector runs by itself.
const (
	minGarbage   = 8 << 20
	releaseDelay = 10 * time.Second
)

// noteGarbage notes that bytes of a response are garbage.
func (m *memoryReleaser) noteGarbage(bytes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.bytes += bytes; m.bytes >= minGarbage && !m.scheduled {
		m.bytes = 0
		m.schedule()
	}
}

// schedule starts the timer. The mutex is held.
func (m *memoryReleaser) schedule() {
	m.scheduled = true
	if m.after != nil {
		m.after(releaseDelay, m.releaseMemory)
		return
	}
	time.AfterFunc(releaseDelay, m.releaseMemory)
}

// releaseMemory releases memory, or postpones that while many bytes become garbage.
func (m *memoryReleaser) releaseMemory() {
	m.mu.Lock()
	busy := m.bytes >= minGarbage
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
