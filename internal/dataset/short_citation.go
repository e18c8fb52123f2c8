package dataset

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"thidua/ent/citation"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

// readShortCitation reads a citation in short form, "s0:L17". It returns false for the long form, which is an
// ordinary row.
func (r *reader) readShortCitation(n ast.Node, cite *registry.Cite) bool {
	short, ok := shortCitationText(n)
	if !ok {
		return false
	}
	document, where, found := strings.Cut(short, ":")
	if !found || !codePattern.MatchString(document) || where == "" || vi.Clean(where) != where {
		r.rejectNode(n, "%q is no citation; write document:place, as in s0:L17", short)
		return true
	}
	cite.Document, cite.Place, cite.Confidence = document, where, citation.DefaultConfidence
	r.positions[cite] = map[string]position{"": r.nodePosition(n)}
	r.references = append(r.references, reference{codeKey{gid.Document, document}, r.nodePosition(n)})
	return true
}

// shortCitationText returns the text of a short citation. Within brackets the YAML library parses s0:L17 as
// the pair {s0: L17}, although YAML 1.2 defines it as one scalar; such a pair has no space after its colon.
func shortCitationText(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.MappingNode:
		if len(n.Values) == 1 && n.Start.Value != "{" {
			return shortCitationText(n.Values[0])
		}
	case *ast.MappingValueNode:
		key, isText := n.Key.(*ast.StringNode)
		value, single := n.Value.(ast.ScalarNode)
		if isText && single && value.GetToken().Position.Column == n.Start.Position.Column+1 {
			return key.Value + ":" + value.GetToken().Value, true
		}
	}
	return "", false
}
