package guard

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"thidua/internal/fault"
)

// Check rejects a document that is too complex, and returns what it has counted until then. A document that
// does not parse is left to the parser. Without a schema (nil), unknown fields are not counted.
func (most Limits) Check(text string, schema *ast.Schema) (Report, error) {
	var r Report
	if err := r.scan(text, most); err != nil {
		return r, err
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return r, nil
	}
	r.Operations, r.Fragments = len(doc.Operations), len(doc.Fragments)
	if err := first(
		bound{"operations", r.Operations, most.Operations},
		bound{"fragments", r.Fragments, most.Fragments},
	); err != nil {
		return r, err
	}
	m := r.measurer(doc, schema)
	m.all(doc)
	if r.Cyclic {
		return r, fault.FragmentCycle.With()
	}
	err = first(
		bound{"schemas", r.Schemas, most.Schemas},
		bound{"schema-depth", r.SchemaDepth, most.SchemaDepth},
		bound{"schema-lists", r.SchemaLists, most.SchemaLists},
		bound{"expanded", r.Expanded, most.Expanded},
		bound{"unknown-fields", r.UnknownFields, most.UnknownFields},
		bound{"depth", r.Depth, most.Depth},
		bound{"root-fields", r.RootFields, most.RootFields},
		bound{"aliases", r.Aliases, most.Aliases},
		bound{"directives", r.Directives, most.Directives},
		bound{"directives-per-field", r.DirectivesPerField, most.DirectivesPerField},
		bound{"argument-nodes", r.ArgumentNodes, most.ArgumentNodes},
		bound{"argument-depth", r.ArgumentDepth, most.ArgumentDepth},
		bound{"list-length", r.ListLength, most.ListLength},
	)
	if err != nil {
		return r, err
	}
	m.repeats(doc) // last: it expands the fragments
	return r, first(bound{"repeated", r.Repeated, most.Repeated}, bound{"pairs", r.Pairs, most.Pairs})
}
