// Package sdldiff finds what a new version of a schema breaks for clients of the old one: operations that were valid
// and no longer are, answers of a kind that clients did not expect, arguments that mean something else than before.
//
// It owns the rules and nothing else: it reads no file, knows no release, and decides on no exception. What is added is
// never breaking unless clients must give it, so new enum values and union members are not; clients that switch over
// them are to have a default.
package sdldiff

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Breaking lists every breaking change from one schema to another, a line each, sorted. A line starts with the coordinate
// of what changed, such as "Unit.name" or "Query.unit(code:)", and reads the same whatever else changed beside it.
func Breaking(from, to *ast.Schema) []string {
	var found changes
	found.roots(from, to)
	for name, was := range from.Types {
		if !was.BuiltIn {
			found.definition(was, to.Types[name])
		}
	}
	for name, was := range from.Directives {
		if was.Position == nil || !was.Position.Src.BuiltIn {
			found.directive(was, to.Directives[name])
		}
	}
	slices.Sort(found)
	return found
}

// changes is what was found so far.
type changes []string

func (c *changes) add(at, format string, args ...any) {
	*c = append(*c, at+" "+fmt.Sprintf(format, args...))
}

// roots compares what can be asked for at all: a root can go while its type stays.
func (c *changes) roots(from, to *ast.Schema) {
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
