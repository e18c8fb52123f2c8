package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"thidua/internal/store"
)

// Counter holds the statements that were issued under a context of [CountQueries]. It is safe for concurrent use.
type Counter struct {
	mu    sync.Mutex
	texts []string
}

// CountQueries gives a context whose statements are counted, on whichever pool and goroutine they run. BEGIN, COMMIT
// and ROLLBACK are not among them.
//
//	ctx, queries := storetest.CountQueries(t.Context())
//	... one operation under ctx ...
//	if queries.N() != 2 {
//		t.Error(queries)
//	}
func CountQueries(ctx context.Context) (context.Context, *Counter) {
	c := &Counter{}
	return store.Watch(ctx, func(text string) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.texts = append(c.texts, text)
	}), c
}

// N is how many there were.
func (c *Counter) N() int { return len(c.Texts()) }

// Texts are the statements in the order in which they were issued.
func (c *Counter) Texts() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.texts...)
}

// Reset begins to count anew.
func (c *Counter) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.texts = nil
}

// String tells what there was, for the message of a failed test.
func (c *Counter) String() string {
	texts := c.Texts()
	var b strings.Builder
	fmt.Fprintf(&b, "%d queries", len(texts))
	for i, text := range texts {
		fmt.Fprintf(&b, "\n%3d  %s", i+1, text)
	}
	return b.String()
}
