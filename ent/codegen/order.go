package main

import (
	"fmt"
	"slices"
	"strings"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/entc/gen"
)

// defaultOrderFields returns the fields of the default order of a type: of each group, the first one that the
// type has. The newest year comes first, and within a year the rows are in the order of the documents. An
// order by id alone would look random, because ids are hashes.
func defaultOrderFields(has func(field string) bool) (fields []string) {
	groups := [][]string{
		{"HELD_ON", "SCHOOL_YEAR", "MADE_AT"},
		{"NUMBER", "ORDINAL", "NAME", "REQUESTED_AT"},
	}
	for _, group := range groups {
		if i := slices.IndexFunc(group, has); i >= 0 {
			fields = append(fields, group[i])
		}
	}
	return fields
}

// descendingByDefault are the fields of default orders that put the greatest value first.
var descendingByDefault = map[string]bool{"HELD_ON": true, "SCHOOL_YEAR": true, "MADE_AT": true}

// defaultOrder returns the Go literal of the default order of a type, or nothing if it has none.
func defaultOrder(t *gen.Type, fields []*entgql.OrderTerm) (string, error) {
	variables := map[string]string{} // public name -> Go variable
	for _, f := range fields {
		name, err := f.VarName()
		if err != nil {
			return "", err
		}
		variables[f.GQL] = name
	}
	var terms []string
	for _, name := range defaultOrderFields(func(f string) bool { return variables[f] != "" }) {
		direction := "Asc"
		if descendingByDefault[name] {
			direction = "Desc"
		}
		term := fmt.Sprintf("{Direction: entgql.OrderDirection%s, Field: %s}", direction, variables[name])
		terms = append(terms, term)
	}
	if len(terms) == 0 {
		return "", nil
	}
	return fmt.Sprintf("[]*%sOrder{%s}", t.Name, strings.Join(terms, ", ")), nil
}
