package guard

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// document is a checked, parsed and valid document.
type document struct {
	parsed    *ast.QueryDocument
	estimates map[*ast.OperationDefinition]Estimate // of operations whose cost does not depend on variables
}

// Documents is gqlgen's cache of parsed and validated documents.
type Documents struct{ e *Extension }

var _ graphql.Cache[*ast.QueryDocument] = Documents{}

// Documents returns the cache of this extension, to be used as the server's query cache.
func (e *Extension) Documents() Documents { return Documents{e} }

// Get returns the document of a text.
func (d Documents) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	found, ok := d.e.documents.get(text)
	if !ok {
		d.e.misses.Add(1)
		return nil, false
	}
	d.e.hits.Add(1)
	return found.parsed, true
}

// CacheStats returns how many operations found their parsed and validated document in the cache, and how
// many did not.
func (e *Extension) CacheStats() (hits, misses uint64) { return e.hits.Load(), e.misses.Load() }

// parsedTokenBytes is the approximate memory of a parsed token: 280 bytes were measured for the densest
// documents.
const parsedTokenBytes = 280

// Add caches a document.
func (d Documents) Add(_ context.Context, text string, parsed *ast.QueryDocument) {
	added := &document{parsed: parsed, estimates: map[*ast.OperationDefinition]Estimate{}}
	for _, o := range parsed.Operations {
		if estimated := EstimateCost(o, nil); estimated.Constant {
			added.estimates[o] = estimated
		}
	}
	var stats DocumentStats
	_ = stats.scan(text, d.e.Limits) // only for the number of tokens: the limits were checked before
	d.e.documents.add(text, added, len(text)+parsedTokenBytes*stats.Tokens)
}

// estimate returns the cost of an operation, cached if it does not depend on variables.
func (e *Extension) estimate(o *graphql.OperationContext) Estimate {
	if found, ok := e.documents.get(o.RawQuery); ok {
		if estimated, constant := found.estimates[o.Operation]; constant {
			return estimated
		}
	}
	return EstimateCost(o.Operation, o.Variables)
}
