package guard

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"thidua/internal/fault"
)

// Limits are the maximums of an operation. The struct tags define command-line flags: they hold the default
// and the description of each limit, for the program and for its documentation.
type Limits struct {
	Bytes              int `default:"65536" env:"BYTES" help:"Bytes of a document."`
	Lines              int `default:"2000" env:"LINES" help:"Lines of a document."`
	Tokens             int `default:"2500" env:"TOKENS" help:"Tokens of a document, comments included."`
	Texts              int `default:"16384" env:"TEXTS" help:"Bytes of the string literals in a document; longer strings belong into variables."`
	NameBytes          int `default:"256" env:"NAME_BYTES" help:"Bytes of a name in a document, such as an alias, which is repeated in each row of the response."`
	Nesting            int `default:"64" env:"NESTING" help:"Nesting of brackets of any kind in a document."`
	Operations         int `default:"20" env:"OPERATIONS" help:"Operations in a document."`
	Fragments          int `default:"200" env:"FRAGMENTS" help:"Fragments in a document."`
	Depth              int `default:"20" env:"DEPTH" help:"Nesting of fields, fragments expanded."`
	Expanded           int `default:"3000" env:"EXPANDED" help:"Fields and fragments of a document with all fragments expanded."`
	UnknownFields      int `default:"20" env:"UNKNOWN_FIELDS" help:"Fields, and types of fragments, that the schema does not have: computing their suggestions is expensive. A type counts once more for each 32 characters."`
	RootFields         int `default:"64" env:"ROOT_FIELDS" help:"Root fields of an operation."`
	Repeated           int `default:"50" env:"REPEATED" help:"Selections of the same response name in one object."`
	Pairs              int `default:"3000" env:"PAIRS" help:"Pairs of selections of the same response name, and of fragments, in one object: validation compares them."`
	Aliases            int `default:"100" env:"ALIASES" help:"Aliases in a document."`
	Directives         int `default:"100" env:"DIRECTIVES" help:"Directives in a document."`
	DirectivesPerField int `default:"5" env:"DIRECTIVES_PER_FIELD" help:"Directives in one location."`
	ArgumentNodes      int `default:"500" env:"ARGUMENT_NODES" help:"Values within one argument, such as a filter."`
	ArgumentDepth      int `default:"12" env:"ARGUMENT_DEPTH" help:"Nesting of lists and objects in one argument."`
	ListLength         int `default:"200" env:"LIST_LENGTH" help:"Elements of a list, in an argument or a variable."`
	Schemas            int `default:"1" env:"SCHEMAS" help:"__schema and __type in an operation."`
	SchemaDepth        int `default:"16" env:"SCHEMA_DEPTH" help:"Nesting of fields in __schema or __type."`
	SchemaLists        int `default:"3" env:"SCHEMA_LISTS" help:"Nesting of lists in __schema or __type."`
	SchemaCost         int `default:"250000" env:"SCHEMA_COST" help:"Fields of the response to __schema and __type; each costs about a unit."`
	VariableBytes      int `default:"65536" env:"VARIABLE_BYTES" help:"Bytes of the names and strings in variables."`
	VariableNodes      int `default:"1000" env:"VARIABLE_NODES" help:"Values in all variables together."`
	VariableDepth      int `default:"12" env:"VARIABLE_DEPTH" help:"Nesting of lists and objects in a variable."`
	FilterValues       int `default:"2000" env:"FILTER_VALUES" help:"Values in all filters of an operation; those of a variable count at each use, and validOn counts as 20."`
	Cost               int `default:"1000000" env:"COST" help:"Estimated cost of an operation of an authenticated caller, in units; a unit is about a microsecond of CPU on the generated data of demo --scale."`
	AnonymousCost      int `default:"250000" env:"ANONYMOUS_COST" help:"The same for an anonymous caller."`
}

// DefaultLimits allow what GraphiQL, Relay and Apollo send by themselves, and selections far larger
// than those of our pages.
func DefaultLimits() Limits {
	var l Limits
	v := reflect.ValueOf(&l).Elem()
	for i := range v.NumField() {
		n, err := strconv.Atoi(v.Type().Field(i).Tag.Get("default"))
		if err != nil {
			// A mistake in the table above.
			panic("guard: the default of " + v.Type().Field(i).Name + ": " + err.Error())
		}
		v.Field(i).SetInt(int64(n))
	}
	return l
}

// Validate returns BAD_CONFIG for a limit that nothing could meet.
func (l Limits) Validate() error {
	v := reflect.ValueOf(l)
	for i := range v.NumField() {
		if n := v.Field(i).Int(); n < 1 || n > MaxCount {
			return fault.BadConfig.With("setting", "--limit-"+flagName(v.Type().Field(i).Name),
				"reason", fmt.Sprintf("it must be from 1 to %d", MaxCount))
		}
	}
	return nil
}

// flagName returns the name of a limit on the command line and in errors, such as "root-fields".
func flagName(field string) string {
	var b strings.Builder
	for i, r := range field {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte('-')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
