//go:build !unix

package main

// descriptorLimit reports that this system has no known limit.
func descriptorLimit() (limit int, known bool) { return 0, false }
