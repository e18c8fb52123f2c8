package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"thidua/internal/store"
)

// Counter records the statements under a context of [CountQueries]. It is safe for concurrent use.
type Counter struct {
	mu    sync.Mutex
	texts []string
}

// CountQueries returns a context whose statements are counted, on any pool and goroutine, except BEGIN,
// COMMIT and ROLLBACK.
//
//	ctx, queries := storetest.CountQueries(t.Context())
//	... one operation under ctx ...
//	if queries.Count() != 2 {
//		t.Error(queries)
//	}
func CountQueries(ctx context.Context) (context.Context, *Counter) {
	c := &Counter{}
	return store.WithStatementHook(ctx, func(text string) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.texts = append(c.texts, text)
	}), c
}

// Count returns the number of statements.
func (c *Counter) Count() int { return len(c.Statements()) }

// Statements returns the statements in the order in which they were executed.
func (c *Counter) Statements() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.texts...)
}

// Reset discards the statements so far.
func (c *Counter) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.texts = nil
}

// String lists the statements, for the message of a failed test.
func (c *Counter) String() string {
	texts := c.Statements()
	var b strings.Builder
	fmt.Fprintf(&b, "%d queries", len(texts))
	for i, text := range texts {
		fmt.Fprintf(&b, "\n%3d  %s", i+1, text)
	}
	return b.String()
}
