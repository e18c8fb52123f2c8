package guard

import "thidua/internal/fault"

// Report is what was counted of a document, each count as the limit of the same name says.
type Report struct {
	Bytes, Lines, Tokens, Texts, Nesting int // of the text
	Operations, Fragments                int
	Depth, Expanded, RootFields          int // with fragments written out
	UnknownFields                        int // as written
	Repeated, Pairs                      int // with fragments written out
	Aliases                              int // as written
	Directives, DirectivesPerField       int
	ArgumentNodes, ArgumentDepth         int
	ListLength                           int
	Schemas, SchemaDepth, SchemaLists    int
	Cyclic                               bool
	Visited                              int // tokens read and nodes looked at: the work that was done
}

// bound is a count and its limit.
type bound struct {
	limit       string
	value, most int
}

// first refuses the first count that is above its limit.
func first(bounds ...bound) error {
	for _, b := range bounds {
		if b.value > b.most {
			return fault.OperationTooComplex.With("limit", b.limit, "max", b.most, "value", b.value)
		}
	}
	return nil
}
