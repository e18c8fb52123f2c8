// Package storetest provides tests with empty databases of both kinds, and counts their queries.
//
// It owns a migrated SQLite file and a migrated PostgreSQL database as templates, and their copies, which
// live as long as their test. It never skips: without PostgreSQL a test fails and says what to install.
//
// Invariants:
//   - No two tests share a database, so all may run in parallel.
//   - The body of [EachDatabase] is the same for both databases and must not depend on which one it runs on.
package storetest
