package guard

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// document is a text that was let through, parsed and found valid.
type document struct {
	parsed *ast.QueryDocument
	prices map[*ast.OperationDefinition]Price // of operations whose price no variable changes
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
		d.e.misses.Add(1)
		return nil, false
	}
	d.e.hits.Add(1)
	return found.parsed, true
}

// Remembered is how many operations had their document here already, parsed and validated, and how many had not.
func (e *Extension) Remembered() (hits, misses uint64) { return e.hits.Load(), e.misses.Load() }

// tokenBytes is about what a parsed token takes: the densest documents were measured at 280.
const tokenBytes = 280

// Add keeps a document.
func (d Documents) Add(_ context.Context, text string, parsed *ast.QueryDocument) {
	kept := &document{parsed: parsed, prices: map[*ast.OperationDefinition]Price{}}
	for _, o := range parsed.Operations {
		if price := PriceOf(o, nil); price.Constant {
			kept.prices[o] = price
		}
	}
	var r Report
	_ = r.scan(text, d.e.Limits) // for the number of tokens; it was let through already
	d.e.documents.add(text, kept, len(text)+tokenBytes*r.Tokens)
}

// price weighs an operation, unless it was weighed before.
func (e *Extension) price(o *graphql.OperationContext) Price {
	if kept, ok := e.documents.get(o.RawQuery); ok {
		if price, constant := kept.prices[o.Operation]; constant {
			return price
		}
	}
	return PriceOf(o.Operation, o.Variables)
}
