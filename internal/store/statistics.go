package store

import (
	"context"

	"github.com/lib/pq"
)

// unanalyzed selects the tables of this role that have rows and no statistics.
const unanalyzed = `SELECT c.relname FROM pg_class c
	WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
	AND pg_has_role(c.relowner, 'USAGE') AND pg_relation_size(c.oid) > 0 AND NOT EXISTS (
		SELECT FROM pg_stats s WHERE s.schemaname = current_schema() AND s.tablename = c.relname)
	ORDER BY c.relname`

// CollectStatistics analyzes the tables that have rows and were never analyzed, and returns their names.
//
// PostgreSQL guesses the size of such a table and what its columns contain, and then chooses plans that read
// all figures to find one discrepancy (50 ms), or join every figure with every cluster (8 s). Its autovacuum
// comes a minute after a large load, and never to a table of fewer than fifty rows, of which the record has
// many. SQLite needs no statistics: its plans follow from the indexes alone.
func (s *Store) CollectStatistics(ctx context.Context) (tables []string, err error) {
	if s.dialect != Postgres {
		return nil, nil
	}
	db, err := s.source.pool(migrationPool)
	if err != nil {
		return nil, ToFault(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, unanalyzed)
	if err != nil {
		return nil, ToFault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, ToFault(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil {
		return nil, ToFault(err)
	}
	for _, name := range tables {
		if _, err := db.ExecContext(ctx, "ANALYZE "+pq.QuoteIdentifier(name)); err != nil {
			return nil, ToFault(err)
		}
	}
	return tables, nil
}
