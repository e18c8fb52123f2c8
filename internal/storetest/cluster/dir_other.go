//go:build !linux

package cluster

// serverDir returns where the server's folder is created.
func serverDir() string { return tempDir() }
