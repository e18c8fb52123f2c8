// Package storetest gives tests fresh databases, of both kinds, and counts what they are asked.
//
// It owns: a migrated SQLite file to copy, a migrated PostgreSQL database to copy, and the copies, which live as long
// as their test. It never skips: where there is no PostgreSQL the test fails and says what to install.
//
// Invariants:
//   - No two tests see the same database, so all may run in parallel.
//   - The body that [Each] runs is the same on both databases; one that asks which it is on is not finished.
package storetest
