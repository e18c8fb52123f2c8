// Package live delivers the journal to subscriptions: thousands of clients receive the same events in the
// same order, without gaps or duplicates, at the cost of one execution and one socket write per client and
// event.
//
// It owns the cached state of each subscribed stream, with one reader per stream and node, the renderings
// of its entries, and the subscriptions. It knows no SQL, sockets or GraphQL: [Config] has the functions
// that read the journal, and each [Request] the function that executes its operation.
//
// It never decides about access: the operation itself does, when it is executed to authorize the
// subscription ([ResolveEvents], [ResolveLiveQuery]), and each entry has an audience.
//
// Invariants:
//   - The sequence number of a subscription only increases, entry by entry. Catching up and following live
//     read the same state; a closed channel signals new entries. Subscriptions have no queues, so that a slow
//     client costs no memory and delays nobody.
//   - A subscription at the end of a stream needs no goroutine ([Subscription.NextOrPark]): new entries are
//     rendered once per view, and up to GOMAXPROCS dispatchers write them to the parked subscribers without
//     blocking. Whatever may block resumes on a goroutine of the subscriber: writing to a full socket,
//     reading old entries, reading the viewer again.
//   - During bursts the reader backs off after several events were dispatched at once, by SnapshotInterval
//     at most, so that the next ones are read, rendered and written together. Single events are not
//     delayed.
//   - An entry is read once per node, and executed once per (operation, variables without the position,
//     visibility class) on it, as the shared viewer of the class and never as a viewer.
//   - An execution may read nodes besides its entry, once for a batch of entries ([EventBatch]); what it
//     shows is then reused for a second by subscriptions that catch up. A failed read is repeated, never
//     shown.
//   - Each execution is charged to one subscription of the view, in turn. If none can be charged, only this
//     rendering waits: its view receives the entry and all later ones late, but in order.
//   - Changes of grants are read in the same statement as the entries and are applied before any later
//     entry is delivered.
//   - A wake-up is a hint. A lost one delays entries until the next poll, and a database failure until it
//     recovers; nothing is lost.
package live
