package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/entc/gen"
)

// checkEnums gives every enum column a CHECK constraint: ent's own enums are plain text to a database.
func checkEnums(next gen.Generator) gen.Generator {
	return gen.GenerateFunc(func(g *gen.Graph) error {
		for _, t := range g.Nodes {
			checks := map[string]string{}
			for _, f := range t.Fields {
				if f.IsEnum() {
					checks[fmt.Sprintf("%s_%s_known", t.Table(), f.Name)] = oneOf(f)
				}
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
