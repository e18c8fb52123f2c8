// Package journal is the durable memory of what happened: streams of numbered changes, a conference's or a cluster's
// year's, from which internal/live tells watchers, on every node and after every fault, the same.
//
// It owns: the tables journal_heads and journal_entries, the types of changes (which are the members of the API's
// unions, so that nothing has to be mapped), positions, and the epoch of the database.
//
// It never does: rules, rooms' tables, or telling anybody. A verb appends; internal/live reads.
//
// Invariants:
//   - without a transaction there is no change, and without its commit neither: [Append] writes nothing by itself, the
//     Tx writes all of it last;
//   - the numbers of a stream are 1, 2, 3 without a gap and in the order of commits, because the head of the stream is
//     locked from its update to the commit. So "what came after n" is a complete answer for ever;
//   - what happened at a conference is kept as long as the conference, for it is replayed from its first entry on. Other
//     streams are trimmed ([Trim]), and remember up to where;
//   - a change is whole: to apply it twice does no harm, and nobody has to fetch anything to apply it once;
//   - nothing secret enters. Who of those that may follow a stream is told of a change is said by its audience;
//   - a position is good in its own stream and epoch alone. A database that was restored has another epoch.
package journal
