package dataset

import (
	"entgo.io/ent/dialect/sql/schema"

	"thidua/ent/migrate"
	"thidua/internal/gid"
)

// enumValues are the values of an enum, and its default; "" if it is required.
type enumValues struct {
	values       []string
	defaultValue string
}

// enumValuesOf returns the values of a row's key, and false if it is not an enum. They are read from the
// column in ent, their only definition.
func enumValuesOf(kind gid.Kind, key string) (enumValues, bool) {
	for _, c := range tableColumns[kind.Table()] {
		if c.Name == key && len(c.Enums) > 0 {
			missing, _ := c.Default.(string)
			return enumValues{c.Enums, missing}, true
		}
	}
	return enumValues{}, false
}

var tableColumns = func() map[string][]*schema.Column {
	tables := map[string][]*schema.Column{}
	for _, t := range migrate.Tables {
		tables[t.Name] = t.Columns
	}
	return tables
}()
