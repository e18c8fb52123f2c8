// Package store provides the only access to the database. It opens SQLite or PostgreSQL, offers a read-only
// [Store.Reader] and a read-write [Store.Tx], migrates the schema, and converts database errors to faults.
//
// It owns connections and their settings, prepared statements, transactions and their retries, the clock of a
// transaction, row locks, schema versions, and every difference between SQLite and PostgreSQL. No other
// package opens a database, begins a transaction or inspects a driver's error.
//
// It contains no domain rules and knows no viewer: read rules are installed on the Reader from outside
// ([WithReadRules]).
//
// Invariants:
//   - Writes happen only inside Tx: the Reader refuses mutations in ent, and its connections refuse them in
//     the database.
//   - A Tx that returns nil is committed and durable, and its [Tx.AfterCommit] hooks have run. A Tx, or a
//     nested one, that returns an error has changed nothing.
//   - Within a Tx there is one time: UTC in whole microseconds, which both databases store exactly.
//   - Text compares bytewise on both databases (BINARY on SQLite, COLLATE "C" on PostgreSQL), so orders are
//     the same.
//   - A schema newer than the binary is refused and left unchanged.
package store
