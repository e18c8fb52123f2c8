//go:build !race

package main

import "testing"

// The race detector leaves no time for as many sockets.
func TestFaults_BurstOf2000(t *testing.T) { testBurst(t, 2000) }
