package record

import (
	"entgo.io/ent/dialect/sql/schema"

	"thidua/ent/migrate"
	"thidua/internal/gid"
)

// enumValues are the values of an enum, and its default; "" if it is required.
type terms struct {
	values  []string
	missing string
}

// enumValuesOf returns the values of a row's key, and false if it is not an enum. They are read from the
// column in ent, their only definition.
func termsOf(kind gid.Kind, key string) (terms, bool) {
	for _, c := range columns[kind.Table()] {
		if c.Name == key && len(c.Enums) > 0 {
			missing, _ := c.Default.(string)
			return terms{c.Enums, missing}, true
		}
	}
	return terms{}, false
}

var columns = func() map[string][]*schema.Column {
	tables := map[string][]*schema.Column{}
	for _, t := range migrate.Tables {
		tables[t.Name] = t.Columns
	}
	return tables
}()
