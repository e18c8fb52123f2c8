package telemetry

import "sync"

// Label values for operations without a name, and for names beyond the bound.
const (
	unnamedOperation = "unnamed"
	otherName        = "other"
)

// maxNames is how many names are counted besides those known from the start; each has about 30 time series.
const maxNames = 200

// maxNameLength exceeds the length of any name that people write.
const maxNameLength = 64

// operationNames bounds the values of the label operation, because clients may send arbitrary names. New
// names of accepted operations get their own value until there are maxNames of them.
type operationNames struct {
	mu        sync.Mutex
	known     map[string]bool
	remaining int // how many more names may be added
}

func newOperationNames(known []string, closed bool) *operationNames {
	n := &operationNames{known: map[string]bool{}, remaining: maxNames}
	if closed {
		n.remaining = 0
	}
	for _, name := range known {
		n.known[name] = true
	}
	return n
}

// label returns the label value of an operation's name.
func (n *operationNames) label(name string) string {
	if name == "" {
		return unnamedOperation
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case n.known[name]:
		return name
	case n.remaining == 0 || len(name) > maxNameLength:
		return otherName
	}
	n.known[name] = true
	n.remaining--
	return name
}
