package guard

import "github.com/vektah/gqlparser/v2/ast"

// countDirectives counts the directives of one location, and their arguments.
func (m *analyzer) countDirectives(list ast.DirectiveList) {
	m.Directives += len(list)
	m.DirectivesPerField = max(m.DirectivesPerField, len(list))
	for _, d := range list {
		m.Visited++
		for _, a := range d.Arguments {
			m.countArgument(a.Value)
		}
	}
}

// countArgument counts the values within one argument, such as the filters in where.
func (m *analyzer) countArgument(v *ast.Value) {
	nodes := 0
	m.countValue(v, 1, &nodes)
	m.ArgumentNodes = max(m.ArgumentNodes, nodes)
}

func (m *analyzer) countValue(v *ast.Value, depth int, nodes *int) {
	if v == nil {
		return
	}
	m.Visited++
	*nodes++
	if v.Kind != ast.ListValue && v.Kind != ast.ObjectValue {
		return
	}
	m.ArgumentDepth = max(m.ArgumentDepth, depth)
	if v.Kind == ast.ListValue {
		m.ListLength = max(m.ListLength, len(v.Children))
	}
	for _, child := range v.Children {
		m.countValue(child.Value, depth+1, nodes)
	}
}
