package guard

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// document is a text that was let through, parsed and found valid.
type document struct {
	parsed *ast.QueryDocument
	costs  map[*ast.OperationDefinition]int // of operations whose cost no variable changes
}

// Documents is where gqlgen keeps its parsed and validated documents.
type Documents struct{ e *Extension }

var _ graphql.Cache[*ast.QueryDocument] = Documents{}

// Documents are the documents of this guard, for the server's query cache.
func (e *Extension) Documents() Documents { return Documents{e} }

// Get finds a document by its text.
func (d Documents) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	found, ok := d.e.documents.get(text)
	if !ok {
		return nil, false
	}
	return found.parsed, true
}

// tokenBytes is about what a parsed token takes: the densest documents were measured at 280.
const tokenBytes = 280

// Add keeps a document.
func (d Documents) Add(_ context.Context, text string, parsed *ast.QueryDocument) {
	kept := &document{parsed: parsed, costs: map[*ast.OperationDefinition]int{}}
	for _, o := range parsed.Operations {
		if cost, constant := Cost(o, nil); constant {
			kept.costs[o] = cost
		}
	}
	var r Report
	_ = r.scan(text, d.e.Limits) // for the number of tokens; it was let through already
	d.e.documents.add(text, kept, len(text)+tokenBytes*r.Tokens)
}

// cost weighs an operation, unless it was weighed before.
func (e *Extension) cost(o *graphql.OperationContext) int {
	if kept, ok := e.documents.get(o.RawQuery); ok {
		if cost, constant := kept.costs[o.Operation]; constant {
			return cost
		}
	}
	cost, _ := Cost(o.Operation, o.Variables)
	return cost
}
