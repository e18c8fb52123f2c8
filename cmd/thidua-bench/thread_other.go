//go:build !linux

package main

import "time"

// threadCPUTime is not available here, so transactions count as part of deliveries.
func threadCPUTime() time.Duration { return 0 }
