package guard

import "thidua/internal/fault"

// DocumentStats are the counts of a document, each as the limit of the same name describes.
type DocumentStats struct {
	Bytes, Lines, Tokens, Texts, Nesting int // of the text
	NameBytes                            int // of the longest name
	Operations, Fragments                int
	Depth, Expanded, RootFields          int // with fragments expanded
	UnknownFields                        int // as written
	Repeated, Pairs                      int // with fragments expanded
	Aliases                              int // as written
	Directives, DirectivesPerField       int
	ArgumentNodes, ArgumentDepth         int
	ListLength                           int
	Schemas, SchemaDepth, SchemaLists    int
	Cyclic                               bool
	Visited                              int // tokens and nodes read: the work that was done
}

// limitCheck compares a count with its limit.
type limitCheck struct {
	limit      string
	value, max int
}

// checkLimits returns OPERATION_TOO_COMPLEX for the first count that exceeds its limit.
func checkLimits(checks ...limitCheck) error {
	for _, c := range checks {
		if c.value > c.max {
			return fault.OperationTooComplex.With("limit", c.limit, "max", c.max, "value", c.value)
		}
	}
	return nil
}
