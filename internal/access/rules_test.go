package access_test

import (
	"strings"
	"testing"

	"thidua/ent/conferencesnapshot"
	"thidua/ent/idempotencykey"
	"thidua/ent/migrate"
	"thidua/internal/access"
	"thidua/internal/gid"
)

// Every type has a rule. A new type without one is hidden and fails here.
func TestRules_EveryType(t *testing.T) {
	kinds := map[string]string{}
	for _, kind := range gid.Kinds() {
		kinds[kind.Table()] = kind.Type()
	}
	for _, table := range migrate.Tables {
		typ, ok := kinds[table.Name]
		if !ok {
			if strings.HasPrefix(table.Name, "journal_") || table.Name == idempotencykey.Table ||
				// not in the API and not read through a viewer's Reader
				table.Name == conferencesnapshot.Table {
				continue
			}
			if len(table.PrimaryKey) > 1 { // a many-to-many table, without a type
				continue
			}
			t.Errorf("the table %s is of no kind", table.Name)
		}
		if !access.HasRule(typ) {
			t.Errorf("%s has no rule in internal/access/rules.go", typ)
		}
	}
}
