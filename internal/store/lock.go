package store

import (
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
)

// Lock is a modifier of a query in a Tx: it locks the rows that the query returns until the transaction ends,
// against updates, deletions and other locks. The query waits for transactions that hold such a row, and then
// returns its newest committed version. Rows that refer to a locked one can still be inserted.
//
// On SQLite it does nothing: a Tx holds the only write lock from its beginning.
func Lock(s *sql.Selector) { lockRows(s, sql.LockNoKeyUpdate) }

// LockShared is like [Lock], except that transactions with shared locks of a row do not wait for each other.
func LockShared(s *sql.Selector) { lockRows(s, sql.LockShare) }

func lockRows(s *sql.Selector, strength sql.LockStrength) {
	if s.Dialect() == dialect.Postgres { // ent refuses locks on SQLite
		s.For(strength)
	}
}
