// Package journal stores ordered, durable streams of changes, one for each conference and for each school
// year of a cluster. internal/live delivers them to subscribers, on every node and after every failure in the
// same way.
//
// It owns the tables journal_heads and journal_entries, the types of changes (which are the members of the
// API's unions, so nothing is mapped), positions, and the epoch of the database.
//
// It contains no domain rules, writes no tables of other packages and delivers nothing: commands append,
// internal/live reads.
//
// Invariants:
//   - A change is stored if and only if its transaction commits: [Append] only collects, and the Tx
//     writes all entries last.
//   - The sequence numbers of a stream are 1, 2, 3... without gaps and in commit order, because the head of
//     the stream is locked from its update to the commit. So the entries after n are complete forever.
//   - Entries of a conference are kept as long as the conference, which is replayed from the first one on.
//     Other streams are trimmed ([Trim]) and record up to where.
//   - A change is self-contained: applying it twice is harmless, and applying it needs no other data.
//   - Entries contain no secrets. The audience of a change selects which subscribers of its stream receive
//     it.
//   - A position is valid only in its stream and epoch. A restored database has another epoch.
package journal
