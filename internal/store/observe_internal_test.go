package store

import "testing"

// Verbs and tables are from a fixed set, whatever the statement.
func TestVerbOf_TableOf(t *testing.T) {
	for text, want := range map[string][2]string{
		"SELECT `units`.`id` FROM `units` WHERE `id` = ?":                       {"SELECT", "units"},
		`UPDATE "accounts" SET "disabled" = $1`:                                 {"UPDATE", "accounts"},
		`INSERT INTO "tokens" ("id") VALUES ($1) ON CONFLICT DO UPDATE "units"`: {"INSERT", "tokens"},
		"DELETE FROM grants":                              {"DELETE", "grants"},
		"SELECT * FROM (SELECT `id` FROM `units`) AS `t`": {"SELECT", "units"},
		"WITH x AS (SELECT 1) SELECT * FROM x":            {"SELECT", ""},
		"SELECT 'FROM hunter2 '":                          {"SELECT", ""},
		"PRAGMA user_version":                             {"OTHER", ""},
		"":                                                {"OTHER", ""},
		"SELECT FROM ":                                    {"SELECT", ""},
	} {
		if got := [2]string{verbOf(text), tableOf(text)}; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
