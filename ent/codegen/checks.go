package main

import (
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/entc/gen"
)

// addImpliedChecks adds the CHECK constraints that the declarations imply. ent itself stores enums as text
// without a constraint, and checks bounds only in Go.
func addImpliedChecks(next gen.Generator) gen.Generator {
	return gen.GenerateFunc(func(g *gen.Graph) error {
		for _, t := range g.Nodes {
			checks := map[string]string{}
			for _, f := range t.Fields {
				if f.IsEnum() {
					checks[fmt.Sprintf("%s_%s_known", t.Table(), f.StorageKey())] = enumCheck(f)
				}
				if b, ok := f.Annotations["Bounds"].(map[string]any); ok {
					checks[fmt.Sprintf("%s_%s_bounded", t.Table(), f.StorageKey())] = boundsCheck(f, b)
				}
			}
			if hasDateField(t, "valid_from") && hasDateField(t, "valid_to") {
				checks[t.Table()+"_valid_for_a_time"] =
					"valid_from IS NULL OR valid_to IS NULL OR valid_from < valid_to"
			}
			if len(checks) > 0 {
				addChecks(t, checks)
			}
		}
		return next.Generate(g)
	})
}

// enumCheck returns the constraint of an enum, spelled as PostgreSQL stores it, so that a schema diff finds
// no change.
func enumCheck(f *gen.Field) string {
	var values []string
	for _, e := range f.Enums {
		values = append(values, "'"+e.Value+"'")
	}
	return f.StorageKey() + " IN (" + strings.Join(values, ", ") + ")"
}

// boundsCheck returns the constraint of a Bounds annotation.
func boundsCheck(f *gen.Field, bounds map[string]any) string {
	check := fmt.Sprintf("%s >= %v", f.StorageKey(), bounds["Least"])
	if most, _ := bounds["Most"].(float64); most > 0 {
		check += fmt.Sprintf(" AND %s <= %v", f.StorageKey(), most)
	}
	return check
}

// hasDateField reports whether a type has a field of this name that is a date.
func hasDateField(t *gen.Type, field string) bool {
	return slices.ContainsFunc(t.Fields, func(f *gen.Field) bool {
		return f.Name == field && f.Type.RType != nil && f.Type.RType.Ident == "vi.Date"
	})
}

// addChecks adds constraints to those that the type declares itself.
func addChecks(t *gen.Type, checks map[string]string) {
	var annotation entsql.Annotation
	if declared := t.EntSQL(); declared != nil {
		annotation = *declared
	}
	t.Annotations[annotation.Name()] = annotation.Merge(entsql.Checks(checks))
}
