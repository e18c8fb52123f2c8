package graph_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// The columns that an operation selects are collected in query.go and nowhere else, and a query that has
// collected them does not leave it: so nobody can narrow them by a Select of their own.
func TestSelection_CollectedInOnePlace(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	collected := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			switch {
			case !ok:
			case call.Sel.Name == "Select" && file == "query.go":
				t.Errorf("%s narrows the columns of a query by Select: RequireColumns adds to them", file)
			case call.Sel.Name != "CollectFields":
			case file == "query.go":
				collected++
			default:
				if pkg, ok := call.X.(*ast.Ident); !ok || pkg.Name != "graphql" {
					t.Errorf("%s collects fields: one and many do, and keep the query to themselves", file)
				}
			}
			return true
		})
	}
	if collected != 1 {
		t.Errorf("query.go collects fields at %d places, and the test knows one", collected)
	}
}
