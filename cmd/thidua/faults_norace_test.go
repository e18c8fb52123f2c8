//go:build !race

package main

const burstSockets = 2000
