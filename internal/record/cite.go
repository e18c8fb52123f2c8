package record

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"thidua/ent/citation"
	"thidua/internal/gid"
	"thidua/internal/registry"
	"thidua/internal/vi"
)

// shortCite reads the short form of a citation, "s0:L17". It is false for the long form, which is a row like others.
func (r *reader) shortCite(n ast.Node, cite *registry.Cite) bool {
	short, ok := shortOf(n)
	if !ok {
		return false
	}
	document, where, found := strings.Cut(short, ":")
	if !found || !codeForm.MatchString(document) || where == "" || vi.Clean(where) != where {
		r.wrong(n, "%q is no citation; write document:place, as in s0:L17", short)
		return true
	}
	cite.Document, cite.Place, cite.Confidence = document, where, citation.DefaultConfidence
	r.at[cite] = map[string]place{"": r.place(n)}
	r.uses = append(r.uses, use{code{gid.Document, document}, r.place(n)})
	return true
}

// shortOf is the text of a short citation. Within brackets the library takes s0:L17 for the pair {s0: L17}, though YAML
// 1.2 says that it is one text; such a pair has nothing between its colon and its value.
func shortOf(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.MappingNode:
		if len(n.Values) == 1 && n.Start.Value != "{" {
			return shortOf(n.Values[0])
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
