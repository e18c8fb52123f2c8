//go:build !linux

package cluster

// dir is where the server's folder goes.
func dir() string { return tempDir() }
