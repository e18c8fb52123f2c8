// Package cluster finds or starts the PostgreSQL server on which tests and ent/migrate/diff create databases.
//
// It owns one server per process, given by THIDUA_TEST_POSTGRES or started from the installed binaries, with
// its data in a temporary folder and without durability. It never touches a database that it did not create.
//
// Invariants:
//   - A server started here ends with the process that started it, however that ends: a shell beside it waits
//     until the kernel closes the other end of a pipe.
//   - Its locale does not order text bytewise (ICU, Vietnamese), like many production servers, so tests
//     detect an order that was left to the locale.
package cluster
