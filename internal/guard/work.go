package guard

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Type states what reading the rows of a type costs.
type Type struct {
	// Rows is a size class: how many rows the type has on the data that prices are calibrated on, rounded up.
	Rows int
	// Visible is what it costs to find out whether the viewer may see a row, in hundredths of a unit, where
	// that takes more than a look at the row itself.
	Visible int
	// Statement is what building a statement for the type costs beyond statementCost, in units.
	Statement int
}

// statement is the cost of a statement that reads a type, whatever it reads.
func (t Type) statement() int { return statementCost + 100*t.Statement }

// unknownType stands for one that the table does not have.
var unknownType = Type{Rows: 1000}

// fanOut is how many rows a connection is taken to have under one parent where the table of works does not
// say.
const fanOut = 30

// Work is what a field does that neither its page nor its selections show.
type Work struct {
	// Fixed is what the field costs once, on however many rows it is selected, in units.
	Fixed int
	// Each is what it costs on each row, in units.
	Each int
	// Word is what it costs for each word of its argument text, in units.
	Word int
	// Rows is how many rows a list or a connection has under one parent at most.
	Rows int
	// By names the argument whose values bound the rows of a list.
	By string
	// Shared says that the same row may be under several parents.
	Shared bool
	// Carried says that the rows were read with their parent already.
	Carried bool
	// Reason says where the numbers come from.
	Reason string
}

// workOf is the work of a field; that of one that is not in the table is in its selections alone.
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

// WorkOf looks a schema coordinate up, such as "Unit.trends".
func WorkOf(coordinate string) (w Work, declared bool) {
	w, declared = works[coordinate]
	return w, declared
}

// Coordinates are all that the table of works has.
func Coordinates() (all []string) {
	for coordinate := range works {
		all = append(all, coordinate)
	}
	return all
}

// TypeOf looks a stored type up.
func TypeOf(name string) (t Type, declared bool) {
	t, declared = types[name]
	return t, declared
}

// connectionOf is the type whose rows a connection has.
func connectionOf(name string) (node string, isConnection bool) {
	return strings.CutSuffix(name, "Connection")
}

// isRoot reports whether a type is that of an operation.
func isRoot(d *ast.Definition) bool {
	return d.Name == "Query" || d.Name == "Mutation" || d.Name == "Subscription"
}
