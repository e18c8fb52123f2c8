package live_test

import (
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/live"
)

// Old chunks of a stream are evicted.
func TestChunks_OldEvicted(t *testing.T) {
	runWithHub(t, live.Config{PollInterval: time.Hour}, func(n *testHub) {
		f := n.subscribe(nil)
		n.wantMessages(f, "beat 0")
		n.memory.append(confStream, makeChanges(40*256)...)
		synctest.Wait()
		before := n.Stats().Statements
		n.subscribe(positionAt(0))
		if n.Stats().Statements == before {
			t.Error("the first of forty chunks is still at hand")
		}
	})
}
