// Package conference owns conferences and what happened at them: sites, attendances, the agenda, the floor, announcements,
// speeches, proposals, directives and tasks; and the topics by which proposals are found. It records those that are past, and conducts
// those that are held: lifecycle.go says in which order and by whom.
//
// It never decides who may read a conference, and does not own what other rooms make of one: elections
// (internal/decision), nominations (internal/award), the reports given there (internal/report).
//
// Invariants:
//   - a conference is recorded whole: a part that is no longer given is gone, and one that is keeps its id;
//   - parts refer to each other by their places in the same input, and to no other conference's;
//   - held_on is what is known of the day and held_on_stated what the document says; held_order, by which lists go, is
//     made from them and shown to nobody;
//   - what is conducted is told on the conference's stream in the same transaction, and what is refused is not;
//   - what is conducted is told whole: the journal of a conference that was planned here, folded (State), gives what the tables
//     hold, at every position. A recording afterwards is no part of the conduct, and of the journal neither;
//   - who comes, and a site that is heard of, writes to a row of its own alone: storms of both lock nothing that is shared;
//   - a code by which delegates check themselves in is told to nobody but who asked for it, and is in no journal;
//   - a conference deals with one item of its agenda at a time, and with none when it is closed;
//   - the clock of an item runs while it is the current one and the conference in session, and goes on where it stood;
//   - when it is over nobody waits for the floor, where it is not gathered no site is connected, and at one that is postponed nobody
//     is there: all leave it by the same step;
//   - one speaks at a time, and who was interrupted has the floor again; who waits is in an order that a pure rule gives, and
//     who asks for the floor updates no row that others share;
//   - sites may come and go until it is over; one at which something happened stays;
//   - when items were dealt with and whether sites were there is the conduct's to say, and stays through a recording;
//   - into which proposal another was merged is not the record's to say, and stays through a recording.
package conference
