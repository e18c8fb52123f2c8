// Command thidua-bench measures what a delivery costs: it opens thousands of sockets, publishes events at a
// given rate, checks every subscriber for gaps, duplicates and order, and prints targets and results.
//
// It measures three servers in turn on the same machine, each in a process of its own whose CPU time is
// counted:
//   - thidua: the complete server, with middleware, guard, store and journal;
//   - baseline: a hand-written lower bound: gorilla sockets that write bytes built once, each with a
//     goroutine that waits on a closed channel;
//   - gqlgen: an unmodified gqlgen server (package stock) with its own executor, one resolver per field, and
//     its own socket transport, on the same store, journal and hub; it executes once per subscriber.
//
// The command conference measures a national conference: all its commands at once over HTTP, while all
// clients subscribe over sockets. Its baseline replays the statements that these commands executed, with
// their arguments and as many clients, on a copy of the database.
//
// Other load on the machine affects all servers alike, so ratios within a run matter, not microseconds.
package main
