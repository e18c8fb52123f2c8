package guard

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// lru is a cache of the most recently used values, bounded by number and by bytes.
type lru[T any] struct {
	mu       sync.Mutex
	entries  *simplelru.LRU[string, lruEntry[T]]
	bytes    int
	maxBytes int
}

// lruEntry is a value and its size.
type lruEntry[T any] struct {
	value T
	bytes int
}

func newLRU[T any](entries, bytes int) *lru[T] {
	m := &lru[T]{maxBytes: bytes}
	kept, err := simplelru.NewLRU(entries, func(_ string, gone lruEntry[T]) { m.bytes -= gone.bytes })
	if err != nil {
		panic("guard: " + err.Error()) // entries is a constant above zero
	}
	m.entries = kept
	return m
}

func (m *lru[T]) get(key string) (value T, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found, ok := m.entries.Get(key)
	return found.value, ok
}

// add caches a value, and evicts others until all fit; a value larger than the cache is not cached.
func (m *lru[T]) add(key string, value T, bytes int) {
	if bytes > m.maxBytes {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries.Remove(key) // simplelru does not call back when it replaces
	m.entries.Add(key, lruEntry[T]{value, bytes})
	m.bytes += bytes
	for m.bytes > m.maxBytes {
		m.entries.RemoveOldest()
	}
}
