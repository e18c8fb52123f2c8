package main

import (
	"fmt"
	"slices"
	"strings"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/entc/gen"
)

// defaultOrderFields returns the fields of the default order of a type, among the order fields that it has:
// the newest year first, and within a year the order of the documents. An order by id alone would look
// random: ids are hashes.
func defaultOrderFields(has func(field string) bool) (fields []string) {
	for _, group := range [][]string{{"HELD_ON", "SCHOOL_YEAR", "MADE_AT"},
		{"NUMBER", "ORDINAL", "NAME", "REQUESTED_AT"}} {
		if i := slices.IndexFunc(group, has); i >= 0 {
			fields = append(fields, group[i])
		}
	}
	return fields
}

var descendingByDefault = map[string]bool{"HELD_ON": true, "SCHOOL_YEAR": true, "MADE_AT": true}

// defaultOrder returns the Go literal of the default order of a type, or nothing if it has none.
func defaultOrder(t *gen.Type, fields []*entgql.OrderTerm) (string, error) {
	vars := map[string]string{} // public name -> Go variable
	for _, f := range fields {
		name, err := f.VarName()
		if err != nil {
			return "", err
		}
		vars[f.GQL] = name
	}
	var terms []string
	for _, name := range defaultOrderFields(func(f string) bool { return vars[f] != "" }) {
		direction := "Asc"
		if descendingByDefault[name] {
			direction = "Desc"
		}
		terms = append(terms, fmt.Sprintf("{Direction: entgql.OrderDirection%s, Field: %s}", direction, vars[name]))
	}
	if len(terms) == 0 {
		return "", nil
	}
	return fmt.Sprintf("[]*%sOrder{%s}", t.Name, strings.Join(terms, ", ")), nil
}
