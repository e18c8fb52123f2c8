package graph

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// Every root field is in the order of its type, and nothing else is.
func TestRootFields_AllOrdered(t *testing.T) {
	for _, root := range []struct {
		of    *ast.Definition
		order []string
	}{{Schema().Query, queryFields}, {Schema().Mutation, mutationFields}} {
		var names []string
		for _, f := range root.of.Fields {
			if !strings.HasPrefix(f.Name, "__") {
				names = append(names, f.Name)
			}
		}
		if !slices.Equal(names, root.order) {
			t.Errorf("%s has the fields\n%q, in the order of graph/root_fields.go are\n%q", root.of.Name, names, root.order)
		}
	}
}
