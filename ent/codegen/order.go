package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
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

var (
	orderFieldCase = regexp.MustCompile(`case (\w+)OrderField(\w+)\.column:\s+str = "(\w+)"`)
	newPagerFunc   = regexp.MustCompile(`(?s)func new(\w+)Pager\(.*?\n(\treturn pager, nil\n)`)
)

// addDefaultOrder makes every pager use the default order of its type if the client gives none.
func addDefaultOrder(src []byte) []byte {
	vars := map[string]map[string]string{} // type -> public name -> Go variable
	for _, m := range orderFieldCase.FindAllSubmatch(src, -1) {
		typ, field, public := string(m[1]), string(m[2]), string(m[3])
		if vars[typ] == nil {
			vars[typ] = map[string]string{}
		}
		vars[typ][public] = typ + "OrderField" + field
	}
	return newPagerFunc.ReplaceAllFunc(src, func(fn []byte) []byte {
		typ := string(newPagerFunc.FindSubmatch(fn)[1])
		var terms []string
		for _, name := range defaultOrderFields(func(f string) bool { return vars[typ][f] != "" }) {
			direction := "Asc"
			if descendingByDefault[name] {
				direction = "Desc"
			}
			terms = append(terms, fmt.Sprintf("{Direction: entgql.OrderDirection%s, Field: %s}", direction,
				vars[typ][name]))
		}
		if len(terms) == 0 {
			return fn
		}
		fallback := fmt.Sprintf("\tif len(pager.order) == 0 {\n\t\tpager.order = []*%sOrder{%s}\n\t}\n\treturn pager, nil\n", typ, strings.Join(terms, ", "))
		return []byte(strings.TrimSuffix(string(fn), "\treturn pager, nil\n") + fallback)
	})
}
