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
	l := &lru[T]{maxBytes: bytes}
	cache, err := simplelru.NewLRU(entries, func(_ string, evicted lruEntry[T]) { l.bytes -= evicted.bytes })
	if err != nil {
		panic("guard: " + err.Error()) // entries is a constant above zero
	}
	l.entries = cache
	return l
}

func (l *lru[T]) get(key string) (value T, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	found, ok := l.entries.Get(key)
	return found.value, ok
}

// add caches a value, and evicts others until all fit; a value larger than the cache is not cached.
func (l *lru[T]) add(key string, value T, bytes int) {
	if bytes > l.maxBytes {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries.Remove(key) // simplelru does not call back when it replaces
	l.entries.Add(key, lruEntry[T]{value, bytes})
	l.bytes += bytes
	for l.bytes > l.maxBytes {
		l.entries.RemoveOldest()
	}
}
