package main

import (
	"syscall"
	"time"
)

// threadCPUTime returns the CPU time of this thread.
func threadCPUTime() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_THREAD, &used) // it cannot fail
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
