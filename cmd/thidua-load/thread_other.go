//go:build !linux

package main

import "time"

// threadUsed is not known here: what transactions take is then part of a delivery.
func threadUsed() time.Duration { return 0 }
