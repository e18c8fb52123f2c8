package guard_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"pgregory.net/rapid"

	"thidua/internal/guard"
)

// naiveCounter walks a document with its fragments expanded.
type naiveCounter struct {
	doc                                     *ast.QueryDocument
	expanded, depth, roots, schemas, widest int
	at                                      map[string]int
}

func (n *naiveCounter) walk(set ast.SelectionSet, depth int, path string, root bool) (schemas, fields int) {
	for _, s := range set {
		n.expanded++
		inner, beside := 0, 0
		switch s := s.(type) {
		case *ast.Field:
			fields++
			n.depth = max(n.depth, depth+1)
			n.at[path+"/"+s.Alias]++
			n.widest = max(n.widest, n.at[path+"/"+s.Alias])
			inner, _ = n.walk(s.SelectionSet, depth+1, path+"/"+s.Alias, false)
			if s.Name == "__schema" {
				schemas++
			}
		case *ast.InlineFragment:
			inner, beside = n.walk(s.SelectionSet, depth, path, root)
		case *ast.FragmentSpread:
			if f := n.doc.Fragments.ForName(s.Name); f != nil {
				inner, beside = n.walk(f.SelectionSet, depth, path, root)
			}
		}
		schemas, fields = schemas+inner, fields+beside
	}
	return schemas, fields
}

// randomDocument generates small documents without cycles: a fragment spreads only those after it, or an
// undefined one.
func randomDocument(t *rapid.T) string {
	fragments := rapid.IntRange(0, 5).Draw(t, "fragments")
	var b strings.Builder
	var set func(after, depth int)
	set = func(after, depth int) {
		b.WriteByte('{')
		for range rapid.IntRange(1, 3).Draw(t, "selections") {
			switch kind := rapid.IntRange(0, 5).Draw(t, "kind"); {
			case kind == 0 && depth < 3:
				b.WriteString("... on T")
				set(after, depth+1)
			case kind <= 2 && after <= fragments:
				fmt.Fprintf(&b, "...F%d ", rapid.IntRange(after, fragments).Draw(t, "spread")) // Fn is undefined
			default:
				b.WriteString(rapid.SampledFrom([]string{"a", "b", "x:a", "__schema"}).Draw(t, "field"))
				if b.WriteByte(' '); depth < 3 && rapid.Bool().Draw(t, "deeper") {
					set(after, depth+1)
				}
			}
		}
		b.WriteByte('}')
	}
	for i := range rapid.IntRange(1, 2).Draw(t, "operations") {
		fmt.Fprintf(&b, "query Q%d", i)
		set(0, 0)
	}
	for i := range fragments {
		fmt.Fprintf(&b, "fragment F%d on T", i)
		set(i+1, 0)
	}
	return b.String()
}

// Counting each fragment once gives the same result as expanding all fragments.
func TestCheck_EqualsNaiveCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := randomDocument(t)
		got, err := unlimited().Check(text, nil)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			t.Fatal(err)
		}
		want := naiveCounter{doc: doc}
		root := func(set ast.SelectionSet, operation bool) {
			want.at = map[string]int{}
			schemas, fields := want.walk(set, 0, "", true)
			want.schemas = max(want.schemas, schemas)
			if operation {
				want.roots = max(want.roots, fields)
			}
		}
		for _, o := range doc.Operations {
			root(o.SelectionSet, true)
		}
		for _, f := range doc.Fragments {
			root(f.SelectionSet, false)
		}
		if got.Expanded != want.expanded || got.Depth != want.depth || got.RootFields != want.roots ||
			got.Schemas != want.schemas ||
			got.Repeated != want.widest {
			t.Fatalf("%s\ngot %+v\nwant %+v", text, got, want)
		}
	})
}

// Doubling fragments are counted without a walk, and saturate at MaxCount.
func TestCheck_CountsDoublingFragments(t *testing.T) {
	most := guard.DefaultLimits()
	for n := 10; n < 200; n++ {
		report, _ := most.Check(doublingFragments(n), nil)
		level, want := 1, 1 // the last fragment has a field
		for range n - 1 {
			level = min(guard.MaxCount, 2*(1+level)) // the others have two spreads of the next
			want = min(guard.MaxCount, want+level)
		}
		want = min(guard.MaxCount, want+1+level) // the operation spreads the first
		if report.Expanded != want {
			t.Errorf("%d levels: %d, want %d", n, report.Expanded, want)
		}
	}
}
