package store_test

import (
	"testing"

	"thidua/internal/store"
	"thidua/internal/storetest"
)

// Rows of two conferences as version 1 stored them: one from documents, and one that was held in the system.
var knownMigrationHashes = []string{
	"INSERT INTO clusters (id, number, kind, name) VALUES (1, 2, 'CLUSTER', 'Cụm 2')",
	"INSERT INTO conferences (id, code, kind, state, title, school_year, held_order, part_of_day, online) " +
		"VALUES (1, 'told', 'FINAL_REVIEW', 'CLOSED', 't', 2023, '2024', 'NOT_STATED', FALSE)",
	"INSERT INTO conferences (id, code, kind, state, title, school_year, held_order, part_of_day, online, " +
		"closed_at) VALUES (2, 'held', 'FINAL_REVIEW', 'CLOSED', 't', 2023, '2024', 'NOT_STATED', FALSE, " +
		"'2024-08-17 09:00:00')",
	"INSERT INTO attendances (id, ordinal, capacity, role, presence, conference_id) VALUES (1, 1, " +
		"'DELEGATE', 'r', 'NOT_CALLED', 1), (2, 1, 'DELEGATE', 'r', 'NOT_CALLED', 2)",
	"INSERT INTO tasks (id, ordinal, school_year, content, state, conference_id) VALUES (1, 1, 2024, 'c', " +
		"'OPEN', 1), (2, 1, 2024, 'c', 'OPEN', 2)",
	"INSERT INTO speeches (id, ordinal, kind, speaker, papers, summary, conference_id) VALUES (1, 1, " +
		"'REMARK', 's', 9, 's', 1)",
	"INSERT INTO indicators (id, code, name, name_en, level, kind, unit_of_measure, aggregation, ordinal, " +
		"sort_key, search_key) VALUES (1, 'rank', 'n', 'n', 'ALL', 'RANK', 'hạng', 'NONE', 1, 'n', 'n')",
	"INSERT INTO reports (id, school_year, period, state, title, version, cluster_id) VALUES (1, 2023, " +
		"'FINAL', 'PUBLISHED', 't', 1, 1)",
	"INSERT INTO indicator_values (id, school_year, ordinal, national_rank, approximation, value_order, " +
		"rank_order, cluster_id, indicator_id, report_id) VALUES (1, 2023, 1, 10, 'AT_MOST', 0, 10, 1, 1, 1), " +
		"(2, 2022, 2, 25, 'EXACT', 0, 25, 1, 1, 1)",
}

// Migrating sets to null what documents do not state about their conferences. Conferences held in the system
// are unchanged.
func TestMigrate_UnknownValues(t *testing.T) {
	forEachDialect(t, func(t *testing.T, dialect string) {
		url := storetest.NewUnmigratedURL(t, dialect)
		_, write := migrate(t, url, store.WithMigrations(migrationsUpTo(t, 1))).Pools()
		for _, statement := range knownMigrationHashes {
			if _, err := write.ExecContext(t.Context(), statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		read, _ := migrate(t, url).Pools()
		for rows, want := range map[string]int{
			"attendances WHERE presence = 'NOT_STATED' AND conference_id = 1":                        1,
			"attendances WHERE presence = 'NOT_CALLED' AND conference_id = 2":                        1,
			"tasks WHERE state = 'NOT_STATED' AND conference_id = 1":                                 1,
			"tasks WHERE state = 'OPEN' AND conference_id = 2":                                       1,
			"conferences WHERE online IS NULL AND id = 1":                                            1,
			"conferences WHERE online = FALSE AND id = 2":                                            1,
			"speeches WHERE papers = 9":                                                              1,
			"indicator_values WHERE national_rank IS NULL AND national_rank_at_most = 10 AND id = 1": 1,
			"indicator_values WHERE national_rank = 25 AND national_rank_at_most IS NULL AND id = 2": 1,
		} {
			if got := queryInt(t.Context(), t, read, "SELECT count(*) FROM "+rows); got != want {
				t.Errorf("%s: %d, want %d", rows, got, want)
			}
		}
	})
}
