package live_test

import (
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/live"
)

// Old chunks of a stream are evicted.
func TestChunks_OldEvicted(t *testing.T) {
	runWithHub(t, live.Config{PollInterval: time.Hour}, func(h *testHub) {
		s := h.subscribe(nil)
		h.wantMessages(s, "beat 0")
		h.memory.append(confStream, makeChanges(40*256)...)
		synctest.Wait()
		before := h.Stats().Statements
		h.subscribe(positionAt(0))
		if h.Stats().Statements == before {
			t.Error("the first of forty chunks is still at hand")
		}
	})
}
