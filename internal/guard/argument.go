package guard

import "github.com/vektah/gqlparser/v2/ast"

// countDirectives counts the directives of one location, and their arguments.
func (a *analyzer) countDirectives(list ast.DirectiveList) {
	a.Directives += len(list)
	a.DirectivesPerField = max(a.DirectivesPerField, len(list))
	for _, d := range list {
		a.Visited++
		for _, argument := range d.Arguments {
			a.countArgument(argument.Value)
		}
	}
}

// countArgument counts the values within one argument, such as the filters in where.
func (a *analyzer) countArgument(v *ast.Value) {
	nodes := 0
	a.countValue(v, 1, &nodes)
	a.ArgumentNodes = max(a.ArgumentNodes, nodes)
}

func (a *analyzer) countValue(v *ast.Value, depth int, nodes *int) {
	if v == nil {
		return
	}
	a.Visited++
	*nodes++
	if v.Kind != ast.ListValue && v.Kind != ast.ObjectValue {
		return
	}
	a.ArgumentDepth = max(a.ArgumentDepth, depth)
	if v.Kind == ast.ListValue {
		a.ListLength = max(a.ListLength, len(v.Children))
	}
	for _, child := range v.Children {
		a.countValue(child.Value, depth+1, nodes)
	}
}
