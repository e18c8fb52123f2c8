package guard

import "encoding/json"

// variableStats are the counts of variables.
type variableStats struct{ nodes, bytes, depth, list int }

// CheckVariables rejects variables that are too large, before they are coerced. It returns the number of
// values that it has visited. Nodes are checked first: they bound the work. The rest is then counted
// completely, so that the iteration order of maps makes no difference.
func (most Limits) CheckVariables(given map[string]any) (visited int, err error) {
	var v variableStats
	for name, value := range given {
		v.bytes += len(name)
		if v.countValue(value, 1, most.VariableNodes) {
			return v.nodes, checkLimits(measurement{"variable-nodes", v.nodes, most.VariableNodes})
		}
	}
	return v.nodes, checkLimits(
		measurement{"variable-depth", v.depth, most.VariableDepth},
		measurement{"list-length", v.list, most.ListLength},
		measurement{"variable-bytes", v.bytes, most.VariableBytes},
	)
}

// countValue counts a value. It reports whether there are more than most nodes, and then stops.
func (v *variableStats) countValue(value any, depth, most int) bool {
	if v.nodes++; v.nodes > most {
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
			if v.countValue(element, depth+1, most) {
				return true
			}
		}
	case map[string]any:
		v.depth = max(v.depth, depth)
		for name, element := range value {
			v.bytes += len(name)
			if v.countValue(element, depth+1, most) {
				return true
			}
		}
	}
	return false
}
