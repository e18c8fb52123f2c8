package telemetry

import "sync"

// Label values for operations without a name, and for names beyond the bound.
const (
	unnamed = "unnamed"
	other   = "other"
)

// maxNames is how many names are counted besides those known from the start; each has about 30 time series.
const mostNames = 200

// maxNameLength exceeds the length of any name that people write.
const longestName = 64

// operationNames bounds the values of the label operation, because clients may send arbitrary names. New
// names of accepted operations get their own value until there are maxNames of them.
type names struct {
	mu    sync.Mutex
	known map[string]bool
	room  int // how many more names may be added
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

// label returns the label value of an operation's name.
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
