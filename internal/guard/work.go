package guard

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Type states the costs of reading the rows of a type.
type Type struct {
	// Rows is a size class: the rows of the type in the data for which prices are calibrated, rounded up.
	Rows int
	// Visible is the cost of finding out whether the viewer may see a row, in hundredths of a unit, if that
	// takes more than the row itself.
	Visible int
	// Statement is the cost of building a statement for the type beyond statementCost, in units.
	Statement int
	// Keyed is how many rows an index finds for one row of an edge, by the name of the filter on that edge.
	Keyed map[string]int
}

// statement returns the cost of a statement that reads the type, whatever its rows.
func (t Type) statement() int { return statementCost + 100*t.Statement }

// unknownType stands for a type that is not in the table.
var unknownType = Type{Rows: 1000}

// fanOut is the assumed number of rows of a connection under one parent without an entry in the table of
// works.
const fanOut = 30

// Work states the work of a field that neither its page nor its selections show.
type Work struct {
	// Fixed is the cost of the field once, on however many rows it is selected, in units.
	Fixed int
	// Each is its cost on each row, in units.
	Each int
	// Word is its cost for each word of its argument text, in units.
	Word int
	// Rows is how many rows a list or a connection has at most under one parent.
	Rows int
	// By names the argument whose number of values bounds the rows of a list.
	By string
	// Shared says that the same row may be under several parents.
	Shared bool
	// Carried says that the rows are read with their parent.
	Carried bool
	// Reason says where the numbers come from.
	Reason string
}

// workOf returns the work of a field; one that is not in the table has no work besides its selections.
func workOf(f *ast.Field) Work {
	switch {
	case f.ObjectDefinition == nil:
		return Work{}
	case f.ObjectDefinition.Name == "Mutation":
		return command
	}
	return works[f.ObjectDefinition.Name+"."+f.Name]
}

// command is the work of a mutation: a transaction that locks, checks, writes some rows and their events.
var command = Work{Fixed: 2000}

// WorkOf looks up a schema coordinate such as "Unit.trends".
func WorkOf(coordinate string) (w Work, declared bool) {
	w, declared = works[coordinate]
	return w, declared
}

// Coordinates returns all schema coordinates of the table of works.
func Coordinates() (all []string) {
	for coordinate := range works {
		all = append(all, coordinate)
	}
	return all
}

// TypeOf looks up a stored type.
func TypeOf(name string) (t Type, declared bool) {
	t, declared = types[name]
	return t, declared
}

// connectionOf returns the type of the rows of a connection.
func connectionOf(name string) (node string, isConnection bool) {
	return strings.CutSuffix(name, "Connection")
}

// isRoot reports whether a type is a root operation type.
func isRoot(d *ast.Definition) bool {
	return d.Name == "Query" || d.Name == "Mutation" || d.Name == "Subscription"
}
