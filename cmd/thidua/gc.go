package main

import (
	"os"
	"runtime/debug"
)

// gcPercent is how much the heap may grow between collections. The live heap is small (parsed documents,
// prepared statements and the schema: about 20 MB), and requests produce only garbage, so at Go's default of
// 100 the collector runs many times per second and takes a fifth of the CPU. See docs/performance.md.
const gcPercent = 400

// tuneMemory sets gcPercent unless GOGC is set. GOMEMLIMIT still applies: near it, the collector runs as
// often as necessary.
func tuneMemory() {
	if _, said := os.LookupEnv("GOGC"); !said {
		debug.SetGCPercent(gcPercent)
	}
}
