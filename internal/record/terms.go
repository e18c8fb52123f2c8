package record

import (
	"entgo.io/ent/dialect/sql/schema"

	"thidua/ent/migrate"
	"thidua/internal/gid"
)

// terms are the values that an enum may have, and the one that it has where it is left out, "" where it may not be.
type terms struct {
	values  []string
	missing string
}

// termsOf are the terms of a row's key, or false where it is no enum. They are those of the column in ent, so that they
// are written in one place.
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
