package main

import (
	"runtime"
	"sync"
	"syscall"
	"time"
)

// stats are what a server has taken since it began.
type stats struct {
	CPU        time.Duration // of this process, user and system
	Publishing time.Duration // of it, what the transactions took
	Memory     int64         // what lives in the heap after a collection, and stacks
	InUse      int64         // the same with the holes in the heap that the next ones fill
	Executions int64         // of operations
	Reads      int64         // statements that read what came after a number
	Polls      int64         // statements that asked how far the streams are
	Statements int64         // of all kinds, those of publishing too
}

func statsOf(t target, memory bool) (s stats) {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used) // it cannot fail
	s.CPU = time.Duration(used.Utime.Nano() + used.Stime.Nano())
	if memory {
		for range 3 { // what is in pools goes by the second; stacks shrink by half each time
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		s.Memory, s.InUse = int64(m.HeapAlloc+m.StackInuse), int64(m.HeapInuse+m.StackInuse)
	}
	t.count(&s)
	return s
}

// ledger is when which event was committed.
type ledger struct {
	mu sync.Mutex
	at []int64 // nanoseconds since 1970, by the event's number less one
}

// stamp says that the next n events are there now.
func (l *ledger) stamp(n int) {
	now := time.Now().UnixNano()
	l.mu.Lock()
	defer l.mu.Unlock()
	for range n {
		l.at = append(l.at, now)
	}
}

// last is the number of the newest event.
func (l *ledger) last() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.at)
}

func (l *ledger) after(n int) []int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]int64{}, l.at[n:]...)
}
