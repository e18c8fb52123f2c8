// Package cluster finds or starts the PostgreSQL server that tests and ent/migrate/diff make their databases on.
//
// It owns: one server per process, named by THIDUA_TEST_POSTGRES or started from the binaries on the machine, with its
// data in a temporary folder and durability off. It never touches a database that it did not make.
//
// Invariants:
//   - A server started here ends with the process that started it, however that ends: a shell beside it waits for the
//     far end of a pipe to close, and the kernel closes it.
//   - Its locale orders text unlike bytes (ICU, Vietnamese), as servers of real life do, so that an order that was
//     left to the locale shows up in tests.
package cluster
