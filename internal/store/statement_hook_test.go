package store_test

import (
	"database/sql/driver"
	"strings"
	"testing"

	"thidua/ent/account"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// The function receives each statement with its arguments, in order.
func TestWithStatementArgsHook(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		var texts []string
		var traced [][]driver.NamedValue
		ctx := store.WithStatementArgsHook(t.Context(), func(text string, args []driver.NamedValue) {
			texts, traced = append(texts, text), append(traced, args)
		})
		if _, err := s.Reader().Account.Query().Where(account.Subject("hunter2"),
			account.Name("hunter3")).Exist(ctx); err != nil {
			t.Fatal(err)
		}
		if len(texts) != 1 || !strings.HasPrefix(texts[0], "SELECT") || len(traced[0]) < 2 {
			t.Fatal(texts, traced)
		}
		if traced[0][0].Value != "hunter2" || traced[0][1].Value != "hunter3" {
			t.Error(traced[0])
		}
	})
}
