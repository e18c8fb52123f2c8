//go:build race

package main

// stormSockets are as many as a machine of two cores carries from both ends with the race detector.
const stormSockets = 500
