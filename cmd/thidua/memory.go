package main

import (
	"os"
	"runtime/debug"
)

// gcPercent is how far the heap may grow between collections. What lives is small (documents that are known, prepared
// statements, the schema: some 20 MB), and all that a request makes is garbage when it is answered, so that at Go's own
// 100 the collector runs many times a second and takes a fifth of the CPU. See docs/performance.md.
const gcPercent = 400

// tuneMemory sets it, unless GOGC says otherwise. GOMEMLIMIT stays what it is: near its limit the collector runs as
// often as it has to, whatever is set here.
func tuneMemory() {
	if _, said := os.LookupEnv("GOGC"); !said {
		debug.SetGCPercent(gcPercent)
	}
}
