//go:build !race

package graph_test

import (
	"testing"

	"thidua/internal/access"
	"thidua/internal/store"
)

// Every field of every type has the value that it has alone, beside every other field. This is for SQLite:
// what it looks for does not depend on the database. It executes ten thousand selections, which take four
// times as long with the race detector; TestSelection_NeverChangesAValue executes random operations with it,
// on both databases.
func TestSelection_EveryFieldBesideEveryOther(t *testing.T) {
	s := published.Open(t, store.SQLite, store.WithReadRules(access.InstallReadRules))
	newSelectionFixture(t, s).testEveryField(t)
}
