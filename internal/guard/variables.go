package guard

import "encoding/json"

// variableStats are the counts of variables.
type variableStats struct{ nodes, bytes, depth, list int }

// CheckVariables rejects variables that are too large, before they are coerced. It returns the number of
// values that it has visited. Nodes are checked first: they bound the work. The rest is then counted
// completely, so that the iteration order of maps makes no difference.
func (l Limits) CheckVariables(given map[string]any) (visited int, err error) {
	var v variableStats
	for name, value := range given {
		v.bytes += len(name)
		if v.countValue(value, 1, l.VariableNodes) {
			return v.nodes, checkLimits(limitCheck{"variable-nodes", v.nodes, l.VariableNodes})
		}
	}
	return v.nodes, checkLimits(
		limitCheck{"variable-depth", v.depth, l.VariableDepth},
		limitCheck{"list-length", v.list, l.ListLength},
		limitCheck{"variable-bytes", v.bytes, l.VariableBytes},
	)
}

// countValue counts a value. It reports whether there are more than maxNodes nodes, and then stops.
func (v *variableStats) countValue(value any, depth, maxNodes int) (exceeded bool) {
	if v.nodes++; v.nodes > maxNodes {
		return true
	}
	switch value := value.(type) {
	case string:
		v.bytes += len(value)
	case json.Number:
		v.bytes += len(value)
	case []any:
		v.depth, v.list = max(v.depth, depth), max(v.list, len(value))
		for _, element := range value {
			if v.countValue(element, depth+1, maxNodes) {
				return true
			}
		}
	case map[string]any:
		v.depth = max(v.depth, depth)
		for name, element := range value {
			v.bytes += len(name)
			if v.countValue(element, depth+1, maxNodes) {
				return true
			}
		}
	}
	return false
}
