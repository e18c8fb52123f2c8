package guard

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"thidua/internal/fault"
)

// Check rejects a document that is too complex, and returns what it has counted until then. A document that
// does not parse is left to the parser. Without a schema (nil), unknown fields are not counted.
func (most Limits) Check(text string, schema *ast.Schema) (DocumentStats, error) {
	var r DocumentStats
	if err := r.scan(text, most); err != nil {
		return r, err
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return r, nil
	}
	r.Operations, r.Fragments = len(doc.Operations), len(doc.Fragments)
	if err := checkLimits(
		countLimit{"operations", r.Operations, most.Operations},
		countLimit{"fragments", r.Fragments, most.Fragments},
	); err != nil {
		return r, err
	}
	m := r.newAnalyzer(doc, schema)
	m.countDocument(doc)
	if r.Cyclic {
		return r, fault.FragmentCycle.With()
	}
	err = checkLimits(
		countLimit{"schemas", r.Schemas, most.Schemas},
		countLimit{"schema-depth", r.SchemaDepth, most.SchemaDepth},
		countLimit{"schema-lists", r.SchemaLists, most.SchemaLists},
		countLimit{"expanded", r.Expanded, most.Expanded},
		countLimit{"unknown-fields", r.UnknownFields, most.UnknownFields},
		countLimit{"depth", r.Depth, most.Depth},
		countLimit{"root-fields", r.RootFields, most.RootFields},
		countLimit{"aliases", r.Aliases, most.Aliases},
		countLimit{"directives", r.Directives, most.Directives},
		countLimit{"directives-per-field", r.DirectivesPerField, most.DirectivesPerField},
		countLimit{"argument-nodes", r.ArgumentNodes, most.ArgumentNodes},
		countLimit{"argument-depth", r.ArgumentDepth, most.ArgumentDepth},
		countLimit{"list-length", r.ListLength, most.ListLength},
	)
	if err != nil {
		return r, err
	}
	m.countDuplicates(doc) // last: it expands the fragments
	return r, checkLimits(countLimit{"repeated", r.Repeated, most.Repeated},
		countLimit{"pairs", r.Pairs, most.Pairs})
}
