//go:build !race

package main

const stormSockets = 2000
