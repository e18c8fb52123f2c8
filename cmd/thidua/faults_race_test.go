//go:build race

package main

// burstSockets is how many sockets a two-core machine handles on both ends with the race detector.
const burstSockets = 500
