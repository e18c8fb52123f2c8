package graph_test

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"thidua/graph"
	"thidua/internal/access"
	"thidua/internal/store"
	"thidua/internal/storetest"
	"thidua/internal/viewer"
)

// secretMutations has a database lose every answer that is to be stored with its key, as if each node died
// before.
var secretMutations = map[string][]string{
	store.SQLite: {`CREATE TRIGGER never_kept BEFORE UPDATE ON idempotency_keys
		WHEN CAST(NEW.answer AS TEXT) NOT LIKE '{"changed":%' BEGIN SELECT RAISE(IGNORE); END`},
	store.Postgres: {`CREATE FUNCTION never_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		IF left(encode(NEW.answer, 'escape'), 11) = '{"changed":' THEN RETURN NEW; END IF; RETURN NULL; END $$`,
		`CREATE TRIGGER never_kept BEFORE UPDATE ON idempotency_keys FOR EACH ROW EXECUTE FUNCTION never_kept()`},
}

// TestOutcome_EveryMutationIsReplayed checks for every mutation that if its response was lost, a repeated
// request has the same response, rebuilt from the outcome, without executing again.
func TestOutcome_EveryMutationIsReplayed(t *testing.T) {
	columns, marks := accessTable(t, "writing")
	for dialect, statements := range secretMutations {
		t.Run(dialect, func(t *testing.T) {
			url := storetest.NewURL(t, dialect)
			a := serve(t, storetest.OpenURL(t, url, store.WithReadRules(access.InstallReadRules)), viewer.Anonymous())
			rows := a.loadTable()
			db, err := sql.Open(
				map[string]string{store.SQLite: "sqlite", store.Postgres: "postgres"}[dialect],
				strings.TrimPrefix(url, "sqlite:"),
			)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			for _, statement := range statements {
				if _, err := db.ExecContext(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			calls, before := a.writingCalls(rows)
			viewers := columnViewers()
			for _, m := range marks {
				name := m.subjects[0] + " " + m.rows
				column := slices.IndexFunc(
					columns, func(column string) bool { return m.allowed[column] && viewers[column].Account() != 0 },
				)
				if column < 0 {
					continue // nobody may
				}
				a.checkReplayedResponse(name, calls[name], before[name], viewers[columns[column]])
			}
		})
	}
}

func (a api) checkReplayedResponse(
	name, call string, before func(context.Context, *store.Tx) error, as viewer.Viewer,
) {
	a.t.Helper()
	if before != nil {
		a.inTx(before)
	}
	key := []string{"Idempotency-Key", strings.ReplaceAll(name, " ", "-")}
	one := serve(a.t, a.store, as)
	first := one.send(call, nil, key...)
	state := a.dumpTables()
	again := one.send(call, nil, key...)
	if a.dumpTables() != state {
		a.t.Errorf("%s: it was made again", name)
	}
	field, _, _ := strings.Cut(name, " ")
	if graph.IsSecretType(graph.SchemaTypes()["Mutation"].Fields.ForName(field).Type.Name()) {
		if again.code() != "ALREADY_DONE" {
			a.t.Errorf("%s, which shows a secret: %+v", name, again)
		}
		return
	}
	if len(first.Errors) > 0 || again.replay != "true" || string(again.Data) != string(first.Data) {
		a.t.Errorf("%s: %+v, then %+v", name, first, again)
	}
}
