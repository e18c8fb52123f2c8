// Command thidua-load measures what a delivery costs: sockets are opened by the thousand, events are published at a rate,
// every watcher is checked for gaps, doubles and order, and a table says what was to be reached and what was.
//
// Three servers are measured in turn on the same machine, each a process of its own whose CPU is counted:
//   - ours: the real thing, with door, guard, store and journal;
//   - limit: gorilla sockets that write bytes built once, for which a goroutine each waits on a closed channel;
//   - stock: gqlgen as it comes (package stock): its own executor, with a resolver a field, and its own socket transport, over
//     the same store, journal and hub; it executes for every watcher.
//
// The command tilt measures a national conference: all its verbs at once over HTTP, while all watch over sockets. Its limit is the
// statements that these very verbs executed, with their arguments, asked again by as many at once of a copy of the database.
//
// What the machine does beside falls on all alike, so ratios within a run are what counts, not microseconds.
package main
