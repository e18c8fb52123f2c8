package telemetry

import "sync"

// Names that operations count by where they have none of their own.
const (
	unnamed = "unnamed"
	other   = "other"
)

// mostNames is how many names count besides those that are known from the start: every name is some thirty series.
const mostNames = 200

// longestName is above every name that a person writes.
const longestName = 64

// names bounds the values of the label operation. A client may send any name; those of operations that were let through
// count by themselves in the order in which they come, until there are too many.
type names struct {
	mu    sync.Mutex
	known map[string]bool
	room  int // for how many more
}

func newNames(known []string, closed bool) *names {
	n := &names{known: map[string]bool{}, room: mostNames}
	if closed {
		n.room = 0
	}
	for _, name := range known {
		n.known[name] = true
	}
	return n
}

// of is the name that an operation counts by.
func (n *names) of(name string) string {
	if name == "" {
		return unnamed
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case n.known[name]:
		return name
	case n.room == 0 || len(name) > longestName:
		return other
	}
	n.known[name] = true
	n.room--
	return name
}
