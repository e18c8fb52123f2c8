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
//   - a conference deals with one item of its agenda at a time, and with none when it is closed;
//   - one speaks at a time, and who was interrupted has the floor again; who waits is in an order that a pure rule gives, and
//     who asks for the floor updates no row that others share;
//   - when items were dealt with and whether sites were there is the conduct's to say, and stays through a recording;
//   - into which proposal another was merged is not the record's to say, and stays through a recording.
package conference
