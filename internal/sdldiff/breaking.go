// Package sdldiff finds changes between two versions of a schema that break clients: operations that are no
// longer valid, results of an unexpected type, arguments with another meaning.
//
// It owns these rules only: it reads no file, knows no release and makes no exceptions. An addition is
// breaking only if clients must provide it, so new enum values and union members are not breaking; clients
// that switch over them must have a default.
package sdldiff

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// BreakingChanges lists every breaking change from one schema to another, one line each, sorted. A line
// starts with the coordinate of the change, such as "Unit.name" or "Query.unit(code:)", and does not depend
// on other changes.
func BreakingChanges(from, to *ast.Schema) []string {
	var found changes
	found.compareRoots(from, to)
	for name, was := range from.Types {
		if !was.BuiltIn {
			found.compareDefinition(was, to.Types[name])
		}
	}
	for name, was := range from.Directives {
		if was.Position == nil || !was.Position.Src.BuiltIn {
			found.compareDirective(was, to.Directives[name])
		}
	}
	slices.Sort(found)
	return found
}

// changes collects the changes found.
type changes []string

func (c *changes) add(at, format string, args ...any) {
	*c = append(*c, at+" "+fmt.Sprintf(format, args...))
}

// compareRoots compares the root operation types: a root can be removed while its type remains.
func (c *changes) compareRoots(from, to *ast.Schema) {
	for _, root := range []struct {
		operation string
		was, is   *ast.Definition
	}{
		{"query", from.Query, to.Query},
		{"mutation", from.Mutation, to.Mutation},
		{"subscription", from.Subscription, to.Subscription},
	} {
		if root.was != nil && root.is == nil {
			c.add("schema", "has no %s any more", root.operation)
		}
	}
}
