package transport

import (
	"testing"
	"time"
)

// Memory is returned once for many bytes that are dropped, and not for few.
func TestMemoryReturns_AtMostOnceInADelay(t *testing.T) {
	freed := 0
	var scheduled []func()
	m := memoryReturns{free: func() { freed++ }, after: func(d time.Duration, f func()) {
		if d != returnDelay {
			t.Errorf("after %s", d)
		}
		scheduled = append(scheduled, f)
	}}
	m.drop(minDropped - 1)
	if len(scheduled) != 0 {
		t.Fatal("few bytes are enough")
	}
	for range 100 {
		m.drop(minDropped)
	}
	if len(scheduled) != 1 || freed != 0 {
		t.Fatalf("%d returns are scheduled, %d done", len(scheduled), freed)
	}
	scheduled[0]()
	if freed != 1 {
		t.Fatalf("%d returns", freed)
	}
	m.drop(minDropped - 1) // the count begins again
	if len(scheduled) != 1 {
		t.Fatal("few bytes after a return are enough")
	}
	m.drop(1)
	if len(scheduled) != 2 {
		t.Fatal("nothing is scheduled after a return")
	}
}
