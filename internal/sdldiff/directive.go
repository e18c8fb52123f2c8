package sdldiff

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// compareDirective compares a directive.
func (c *changes) compareDirective(was, is *ast.DirectiveDefinition) {
	at := "@" + was.Name
	if is == nil {
		c.add(at, "removed")
		return
	}
	for _, place := range was.Locations {
		if !slices.Contains(is.Locations, place) {
			c.add(at, "no longer on %s", place)
		}
	}
	if was.IsRepeatable && !is.IsRepeatable {
		c.add(at, "no longer repeatable")
	}
	c.compareInputs(at+"(%s:)", argumentInputs(was.Arguments), argumentInputs(is.Arguments))
}
