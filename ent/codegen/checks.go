package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/entc/gen"
)

// checkEnums gives the columns the CHECK constraints that their forms imply: ent's own enums are plain text to a database,
// and its bounds are Go.
func checkEnums(next gen.Generator) gen.Generator {
	return gen.GenerateFunc(func(g *gen.Graph) error {
		for _, t := range g.Nodes {
			checks := map[string]string{}
			for _, f := range t.Fields {
				if f.IsEnum() {
					checks[fmt.Sprintf("%s_%s_known", t.Table(), f.Name)] = oneOf(f)
				}
				if b, ok := f.Annotations["Bounds"].(map[string]any); ok {
					checks[fmt.Sprintf("%s_%s_bounded", t.Table(), f.Name)] = between(f, b)
				}
			}
			if has(t, "valid_from") && has(t, "valid_to") {
				checks[t.Table()+"_valid_for_a_time"] = "valid_from IS NULL OR valid_to IS NULL OR valid_from < valid_to"
			}
			if err := addChecks(t, checks); err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
		}
		return next.Generate(g)
	})
}

// oneOf is the expression spelled as PostgreSQL keeps it, so that its own diff finds nothing to mend.
func oneOf(f *gen.Field) string {
	var values []string
	for _, e := range f.Enums {
		values = append(values, "'"+e.Value+"'")
	}
	return f.Name + " IN (" + strings.Join(values, ", ") + ")"
}

// between is what the Bounds of a form say.
func between(f *gen.Field, bounds map[string]any) string {
	check := fmt.Sprintf("%s >= %v", f.StorageKey(), bounds["Least"])
	if most, _ := bounds["Most"].(float64); most > 0 {
		check += fmt.Sprintf(" AND %s <= %v", f.StorageKey(), most)
	}
	return check
}

func has(t *gen.Type, field string) bool {
	return slices.ContainsFunc(t.Fields, func(f *gen.Field) bool {
		return f.Name == field && f.Type.RType != nil && f.Type.RType.Ident == "vi.Date"
	})
}

func addChecks(t *gen.Type, checks map[string]string) error {
	if len(checks) == 0 {
		return nil
	}
	var have entsql.Annotation
	raw, err := json.Marshal(t.Annotations[have.Name()])
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, &have); err != nil {
		return err
	}
	merged := have.Merge(entsql.Checks(checks))
	raw, err = json.Marshal(merged)
	if err != nil {
		return err
	}
	var generic map[string]any
	if err := json.Unmarshal(raw, &generic); err != nil {
		return err
	}
	t.Annotations[have.Name()] = generic
	return nil
}
