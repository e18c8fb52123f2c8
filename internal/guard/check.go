package guard

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"thidua/internal/fault"
)

// Check rejects a document that is too complex, and returns what it has counted until then. A document that
// does not parse is left to the parser. Without a schema (nil), unknown fields are not counted.
func (l Limits) Check(text string, schema *ast.Schema) (DocumentStats, error) {
	var stats DocumentStats
	if err := stats.scan(text, l); err != nil {
		return stats, err
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return stats, nil
	}
	stats.Operations, stats.Fragments = len(doc.Operations), len(doc.Fragments)
	if err := checkLimits(
		limitCheck{"operations", stats.Operations, l.Operations},
		limitCheck{"fragments", stats.Fragments, l.Fragments},
	); err != nil {
		return stats, err
	}
	a := stats.newAnalyzer(doc, schema)
	a.countDocument(doc)
	if stats.Cyclic {
		return stats, fault.FragmentCycle.With()
	}
	err = checkLimits(
		limitCheck{"schemas", stats.Schemas, l.Schemas},
		limitCheck{"schema-depth", stats.SchemaDepth, l.SchemaDepth},
		limitCheck{"schema-lists", stats.SchemaLists, l.SchemaLists},
		limitCheck{"expanded", stats.Expanded, l.Expanded},
		limitCheck{"unknown-fields", stats.UnknownFields, l.UnknownFields},
		limitCheck{"depth", stats.Depth, l.Depth},
		limitCheck{"root-fields", stats.RootFields, l.RootFields},
		limitCheck{"aliases", stats.Aliases, l.Aliases},
		limitCheck{"directives", stats.Directives, l.Directives},
		limitCheck{"directives-per-field", stats.DirectivesPerField, l.DirectivesPerField},
		limitCheck{"argument-nodes", stats.ArgumentNodes, l.ArgumentNodes},
		limitCheck{"argument-depth", stats.ArgumentDepth, l.ArgumentDepth},
		limitCheck{"list-length", stats.ListLength, l.ListLength},
	)
	if err != nil {
		return stats, err
	}
	a.countDuplicates(doc) // last: it expands the fragments
	return stats, checkLimits(limitCheck{"repeated", stats.Repeated, l.Repeated},
		limitCheck{"pairs", stats.Pairs, l.Pairs})
}
