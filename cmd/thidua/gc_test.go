package main

import (
	"os"
	"runtime/debug"
	"testing"
)

// GOGC takes precedence.
func TestTuneMemory(t *testing.T) {
	before := debug.SetGCPercent(150)
	defer debug.SetGCPercent(before)
	t.Setenv("GOGC", "150")
	if tuneMemory(); debug.SetGCPercent(150) != 150 {
		t.Error("GOGC was overruled")
	}
	os.Unsetenv("GOGC")
	if tuneMemory(); debug.SetGCPercent(150) != gcPercent {
		t.Error("nothing was tuned")
	}
}
