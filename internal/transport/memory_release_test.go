package transport

import (
	"testing"
	"time"
)

// Memory is returned once after a burst of responses, and not for few bytes or during the burst.
func TestMemoryReturns_OnceAfterABurst(t *testing.T) {
	freed := 0
	var scheduled []func()
	m := memoryReleaser{free: func() { freed++ }, after: func(d time.Duration, f func()) {
		if d != releaseDelay {
			t.Errorf("after %s", d)
		}
		scheduled = append(scheduled, f)
	}}
	expect := func(wantScheduled, wantFreed int) {
		t.Helper()
		if len(scheduled) != wantScheduled || freed != wantFreed {
			t.Fatalf("%d are scheduled and %d done, want %d and %d", len(scheduled), freed, wantScheduled, wantFreed)
		}
	}
	m.noteGarbage(minGarbage - 1)
	expect(0, 0)
	for range 100 {
		m.noteGarbage(minGarbage)
	}
	expect(1, 0)
	scheduled[0]() // the burst continues
	expect(2, 0)
	m.noteGarbage(minGarbage - 1)
	scheduled[1]()
	expect(2, 1)
	m.noteGarbage(minGarbage - 1) // the count restarts
	expect(2, 1)
	m.noteGarbage(1)
	expect(3, 1)
}
