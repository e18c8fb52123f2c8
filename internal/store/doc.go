// Package store is the one door to the database. It opens SQLite or PostgreSQL, gives a [Store.Reader] that cannot
// write and a [Store.Tx] that can, brings the schema up to date, and turns what a database says into faults.
//
// It owns: connections and their settings, prepared statements, transactions and their retries, the clock of a
// transaction, the schema's versions, and every difference between SQLite and PostgreSQL. Nobody else opens a
// database, begins a transaction or looks at a driver's error.
//
// It never does: rules. It knows no viewer and no type of the model; who may read a row is installed on the Reader
// from outside ([WithReadRules]).
//
// Invariants:
//   - A write happens inside Tx or not at all: the Reader refuses mutations in ent, and its connections refuse them
//     in the database.
//   - A Tx that returns nil is committed, durable, and its [AfterCommit] hooks have run. A Tx that returns anything
//     else has left nothing behind, nor has a nested one.
//   - All times inside one Tx are one reading of the clock, in UTC and whole microseconds, which both databases keep.
//   - Text compares bytewise on both databases (BINARY on SQLite, COLLATE "C" on PostgreSQL), so orders are the same.
//   - A schema newer than the binary is refused, and nothing of it is changed.
package store
