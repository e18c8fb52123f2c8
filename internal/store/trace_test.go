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
func TestWithTraceArgs(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		var texts []string
		var told [][]driver.NamedValue
		ctx := store.WithTraceArgs(t.Context(), func(text string, args []driver.NamedValue) {
			texts, told = append(texts, text), append(told, args)
		})
		if _, err := s.Reader().Account.Query().Where(account.Subject("hunter2"),
			account.Name("hunter3")).Exist(ctx); err != nil {
			t.Fatal(err)
		}
		if len(texts) != 1 || !strings.HasPrefix(texts[0], "SELECT") || len(told[0]) < 2 {
			t.Fatal(texts, told)
		}
		if told[0][0].Value != "hunter2" || told[0][1].Value != "hunter3" {
			t.Error(told[0])
		}
	})
}
