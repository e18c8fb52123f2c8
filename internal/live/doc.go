// Package live carries the journal to watchers: to ten thousand screens the same events in the same order, none missing
// and none twice, for the price of one execution an event and as many socket writes.
//
// It owns: one reader for each stream that is followed on this node, the entries that it read, what was rendered of them,
// and followers, who pull by position. It knows no SQL, no socket and no GraphQL: it is given two functions that read the
// journal, and by each watcher one that executes its operation.
//
// It never does: rules or rows. Who may follow a stream says the operation itself, when it is executed to plan
// ([Events], [View]); who is told of an entry says the entry's audience.
//
// Invariants:
//   - a follower's position only grows, entry by entry: catching up and following live are the same pull, and a closed
//     channel is the bell. There is no queue for a watcher, so a slow one costs no memory and is in nobody's way;
//   - who waits at the end of a stream needs no goroutine ([Follower.Serve]): when the bell rings, what a view shows next is
//     rendered, and then a few ushers tell those who wait for it, and do nothing that waits. Whatever does is left to the
//     watcher's own goroutine: a socket that is full, a part of the stream that is to be read, a viewer to be asked for again;
//   - in a storm the reader rests after the ushers have told several events at once ([Config.Paint] at the most), so that
//     the next ones are read, rendered and written together; single events are told as they come;
//   - an entry is read once for each node, and executed once for each (operation, variables without the position,
//     class of viewers) on it, by the class's principal and never by a viewer;
//   - each execution of an entry is charged to one of the view's subscribers, in turn. If none can pay, the rendering waits,
//     and only that: its view receives the entry late, and every one after it in order;
//   - whoever sees an entry has seen before it whose grants had changed: those are read in the same statement, and are
//     heeded before the entry is told;
//   - a wake-up is a hint. A lost one costs the time to the next poll, a failing database a delay: nothing else.
package live
