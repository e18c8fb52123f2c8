package guard

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// TypeSize states the costs of reading the rows of a type.
type TypeSize struct {
	// Rows is a size class: the rows of the type in the data for which costs are calibrated, rounded up.
	Rows int
	// VisibilityCost is the cost of checking whether the viewer may see a row, in hundredths of a unit, if
	// that takes more than the row itself.
	VisibilityCost int
	// StatementCost is the cost of building a statement for the type beyond statementCost, in units.
	StatementCost int
	// RowsPerKey is how many rows an index finds for one row of an edge, by the name of the filter on it.
	RowsPerKey map[string]int
}

// statementCost returns the cost of a statement that reads the type, whatever its rows.
func (t TypeSize) statementCost() int { return statementCost + 100*t.StatementCost }

// unknownType stands for a type that is not in the table.
var unknownType = TypeSize{Rows: 1000}

// defaultChildRows is the assumed number of rows of a connection under one parent without an entry in the
// table of field costs.
const defaultChildRows = 30

// FieldCost states the cost of a field that neither its page nor its selections show.
type FieldCost struct {
	// Fixed is the cost of the field in units, independent of the number of rows on which it is selected.
	Fixed int
	// PerRow is its cost on each row, in units.
	PerRow int
	// PerWord is its cost for each word of its argument text, in units.
	PerWord int
	// Rows is the maximum number of rows of a list or a connection under one parent.
	Rows int
	// CountedBy names the argument whose number of values bounds the rows of a list.
	CountedBy string
	// PerValue is the cost of each of these values, in units.
	PerValue int
	// Shared is set if the same row may be under several parents.
	Shared bool
	// Aggregates names the stored type whose rows the field aggregates.
	Aggregates string
	// PerAggregated is the cost of each of these rows in a group of its own, in units.
	PerAggregated int
	// Preloaded is set if the rows are read with their parent.
	Preloaded bool
	// Reason states where the numbers come from.
	Reason string
}

// fieldCostOf returns the cost of a field of a type, or of an interface of the type; the zero value if it has
// none besides its selections.
func fieldCostOf(f *ast.Field) FieldCost {
	switch {
	case f.ObjectDefinition == nil:
		return FieldCost{}
	case f.ObjectDefinition.Name == "Mutation":
		return mutationCost
	}
	cost, declared := fieldCosts[f.ObjectDefinition.Name+"."+f.Name]
	for _, implemented := range f.ObjectDefinition.Interfaces {
		if declared {
			break
		}
		cost, declared = fieldCosts[implemented+"."+f.Name]
	}
	return cost
}

// freeNameBytes is the length of response names that the cost of a field includes.
const freeNameBytes = 32

// responseNameCost returns the cost of the name of a field in the response, which each row repeats.
func responseNameCost(f *ast.Field) int { return nameByteCost * max(len(f.Alias)-freeNameBytes, 0) }

// mutationCost is the cost of a mutation: a transaction that locks, checks, and writes some rows and their
// events.
var mutationCost = FieldCost{Fixed: 2000}

// FieldCostAt returns the cost of a schema coordinate such as "Unit.trends".
func FieldCostAt(coordinate string) (w FieldCost, declared bool) {
	w, declared = fieldCosts[coordinate]
	return w, declared
}

// FieldCoordinates returns all schema coordinates of the table of field costs.
func FieldCoordinates() (all []string) {
	for coordinate := range fieldCosts {
		all = append(all, coordinate)
	}
	return all
}

// TypeSizeOf returns the size of a stored type.
func TypeSizeOf(name string) (t TypeSize, declared bool) {
	t, declared = typeSizes[name]
	return t, declared
}

// notConnection is the page of a level whose rows are not connections.
const notConnection = -1

// connectionNode returns the type of the rows of a connection.
func connectionNode(name string) (node string, isConnection bool) {
	return strings.CutSuffix(name, "Connection")
}

// isRoot reports whether a type is a root operation type.
func isRoot(d *ast.Definition) bool {
	return d.Name == "Query" || d.Name == "Mutation" || d.Name == "Subscription"
}
