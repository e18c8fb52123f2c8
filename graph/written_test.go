package graph_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql"

	"thidua/ent/account"
	"thidua/ent/agendaitem"
	"thidua/ent/announcement"
	"thidua/ent/attendance"
	"thidua/ent/conference"
	"thidua/ent/directive"
	"thidua/ent/floorrequest"
	"thidua/ent/grant"
	"thidua/ent/journalentry"
	"thidua/ent/proposal"
	"thidua/ent/report"
	"thidua/ent/site"
	"thidua/ent/speech"
	"thidua/ent/task"
	"thidua/ent/taskassignment"
	"thidua/ent/token"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// writtenTables are the tables that mutations write, with their columns.
var writtenTables = []struct {
	name    string
	columns []string
}{
	{account.Table, account.Columns}, {grant.Table, grant.Columns}, {token.Table, token.Columns},
	{conference.Table, conference.Columns}, {site.Table, site.Columns}, {agendaitem.Table, agendaitem.Columns},
	{announcement.Table, announcement.Columns}, {attendance.Table, attendance.Columns},
	{
		floorrequest.Table,
		floorrequest.Columns,
	}, {speech.Table, speech.Columns}, {proposal.Table, proposal.Columns},
	{
		directive.Table,
		directive.Columns,
	}, {task.Table, task.Columns}, {taskassignment.Table, taskassignment.Columns},
	{report.Table, report.Columns},
}

// dumpTables returns the text of all rows that mutations have written, and the length of the journal. The
// database makes the text in one statement, because some tests compare it a thousand times.
func (a api) dumpTables() string {
	a.t.Helper()
	parts := []string{fmt.Sprintf(`(SELECT 'journal ' || COUNT(*) FROM "%s")`, journalentry.Table)}
	for _, t := range writtenTables {
		parts = append(parts, fmt.Sprintf(`'%s' || %s`, t.name, rowsText(a.store.Dialect(), t.name, t.columns)))
	}
	expression := "MAX((SELECT " + strings.Join(parts, " || ") + "))"
	ctx := viewer.NewContext(a.t.Context(), viewer.Operator())
	text, err := a.store.Reader().Account.Query().Aggregate(
		func(*sql.Selector) string { return expression },
	).String(ctx)
	if err != nil {
		a.t.Fatal(err)
	}
	return text
}

// rowsText is an SQL expression of the text of all rows of a table.
func rowsText(dialect, table string, columns []string) string {
	if dialect == store.Postgres {
		return fmt.Sprintf(`(SELECT COALESCE(STRING_AGG(x::text, ' ' ORDER BY x."id"), '') FROM "%s" AS x)`, table)
	}
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = fmt.Sprintf(`QUOTE("%s")`, c)
	}
	return fmt.Sprintf(`(SELECT COALESCE(GROUP_CONCAT(%s), '') FROM (SELECT * FROM "%s" ORDER BY "id"))`,
		strings.Join(quoted, " || ',' || "), table)
}

// A test that compares what was written notices a new row, a changed one, and one that is gone.
func TestWritten_ShowsEveryChange(t *testing.T) {
	eachTable(t, func(a api, _ tableRows) {
		seen := map[string]bool{a.dumpTables(): true}
		for _, change := range []func(context.Context, *store.Tx) error{
			func(ctx context.Context, tx *store.Tx) error {
				return tx.Account.Create().SetSubject("written").SetName("An").SetKind(account.KindPerson).Exec(ctx)
			},
			func(ctx context.Context, tx *store.Tx) error {
				return tx.Account.Update().Where(account.Subject("written")).SetName("Bình").Exec(ctx)
			},
			func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Account.Delete().Where(account.Subject("written")).Exec(ctx)
				return err
			},
			func(ctx context.Context, tx *store.Tx) error { return tx.Proposal.Update().SetContent("x").Exec(ctx) },
			func(ctx context.Context, tx *store.Tx) error { return tx.Site.Update().SetName("x").Exec(ctx) },
		} {
			before := a.dumpTables()
			a.inTx(change)
			after := a.dumpTables()
			if after == before || !strings.Contains(after, "conferences") {
				a.t.Errorf("a change is not shown in\n%s", after)
			}
			seen[after] = true
		}
		if len(seen) != 5 { // without the account it is what it was before
			a.t.Errorf("%d texts, want 5", len(seen))
		}
	})
}
