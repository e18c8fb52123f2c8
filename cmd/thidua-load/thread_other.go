//go:build !linux

package main

import "time"

// threadCPUTime is not available here, so transactions count as part of deliveries.
func threadUsed() time.Duration { return 0 }
