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
		measurement{"operations", r.Operations, most.Operations},
		measurement{"fragments", r.Fragments, most.Fragments},
	); err != nil {
		return r, err
	}
	m := r.newAnalyzer(doc, schema)
	m.countDocument(doc)
	if r.Cyclic {
		return r, fault.FragmentCycle.With()
	}
	err = checkLimits(
		measurement{"schemas", r.Schemas, most.Schemas},
		measurement{"schema-depth", r.SchemaDepth, most.SchemaDepth},
		measurement{"schema-lists", r.SchemaLists, most.SchemaLists},
		measurement{"expanded", r.Expanded, most.Expanded},
		measurement{"unknown-fields", r.UnknownFields, most.UnknownFields},
		measurement{"depth", r.Depth, most.Depth},
		measurement{"root-fields", r.RootFields, most.RootFields},
		measurement{"aliases", r.Aliases, most.Aliases},
		measurement{"directives", r.Directives, most.Directives},
		measurement{"directives-per-field", r.DirectivesPerField, most.DirectivesPerField},
		measurement{"argument-nodes", r.ArgumentNodes, most.ArgumentNodes},
		measurement{"argument-depth", r.ArgumentDepth, most.ArgumentDepth},
		measurement{"list-length", r.ListLength, most.ListLength},
	)
	if err != nil {
		return r, err
	}
	m.countDuplicates(doc) // last: it expands the fragments
	return r, checkLimits(measurement{"repeated", r.Repeated, most.Repeated},
		measurement{"pairs", r.Pairs, most.Pairs})
}
