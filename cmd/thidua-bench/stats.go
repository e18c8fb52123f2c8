package main

import (
	"runtime"
	"sync"
	"syscall"
	"time"
)

// serverStats is what a server has used since its start.
type serverStats struct {
	CPU        time.Duration // user and system time of this process
	Publishing time.Duration // CPU time of transactions, part of CPU
	Memory     int64         // live heap after a collection, and stacks
	InUse      int64         // the same with fragmentation of the heap
	Executions int64         // of operations
	Reads      int64         // statements that read entries after a number
	Polls      int64         // statements that read the heads of streams
	Statements int64         // of all kinds, including those of publishing
}

func statsOf(t benchmarkTarget, memory bool) (s serverStats) {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used) // it cannot fail
	s.CPU = time.Duration(used.Utime.Nano() + used.Stime.Nano())
	if memory {
		for range 3 { // pools are emptied by the second collection; stacks shrink by half each time
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		s.Memory, s.InUse = int64(m.HeapAlloc+m.StackInuse), int64(m.HeapInuse+m.StackInuse)
	}
	t.count(&s)
	return s
}

// commitLog records when each event was committed.
type commitLog struct {
	mu sync.Mutex
	at []int64 // nanoseconds since 1970, by event number minus one
}

// record records that the next n events were committed now.
func (l *commitLog) record(n int) {
	now := time.Now().UnixNano()
	l.mu.Lock()
	defer l.mu.Unlock()
	for range n {
		l.at = append(l.at, now)
	}
}

// lastNumber returns the number of the newest event.
func (l *commitLog) lastNumber() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.at)
}

func (l *commitLog) since(n int) []int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]int64{}, l.at[n:]...)
}
