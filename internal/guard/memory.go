package guard

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// lru is a cache of the most recently used values, bounded by number and by bytes.
type memory[T any] struct {
	mu    sync.Mutex
	kept  *simplelru.LRU[string, weighed[T]]
	bytes int
	most  int
}

// lruEntry is a value and its size.
type weighed[T any] struct {
	value T
	bytes int
}

func newMemory[T any](entries, bytes int) *memory[T] {
	m := &memory[T]{most: bytes}
	kept, err := simplelru.NewLRU(entries, func(_ string, gone weighed[T]) { m.bytes -= gone.bytes })
	if err != nil {
		panic("guard: " + err.Error()) // entries is a constant above zero
	}
	m.kept = kept
	return m
}

func (m *memory[T]) get(key string) (value T, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found, ok := m.kept.Get(key)
	return found.value, ok
}

// add caches a value, and evicts others until all fit; a value larger than the cache is not cached.
func (m *memory[T]) add(key string, value T, bytes int) {
	if bytes > m.most {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept.Remove(key) // simplelru does not call back when it replaces
	m.kept.Add(key, weighed[T]{value, bytes})
	m.bytes += bytes
	for m.bytes > m.most {
		m.kept.RemoveOldest()
	}
}
