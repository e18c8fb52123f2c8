package main

import (
	"syscall"
	"time"
)

// threadUsed is the CPU that this thread has taken.
func threadUsed() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_THREAD, &used) // it cannot fail
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
