package live_test

import (
	"testing"
	"testing/synctest"
	"time"

	"thidua/internal/live"
)

// Old chunks of a stream are evicted.
func TestOldChunksAreLetGo(t *testing.T) {
	in(t, live.Config{Poll: time.Hour}, func(n *node) {
		f := n.follow(nil)
		n.want(f, "beat 0")
		n.m.say(hall, much(40*256)...)
		synctest.Wait()
		before := n.Stats().Statements
		n.follow(at(0))
		if n.Stats().Statements == before {
			t.Error("the first of forty chunks is still at hand")
		}
	})
}
