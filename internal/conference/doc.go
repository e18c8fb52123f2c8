// Package conference owns conferences and what happened at them: sites, attendances, the agenda, the floor,
// announcements, speeches, proposals, directives and tasks; and the topics of proposals. It records past
// conferences and conducts live ones: lifecycle.go says in which order and by whom.
//
// It does not decide who may read a conference, and does not own what other packages make of one: elections
// (internal/decision), nominations (internal/award), reports (internal/report).
//
// Invariants:
//   - Recording replaces a conference as a whole: parts that are missing from the input are removed, and
//     parts that remain keep their ids.
//   - Parts refer to each other by their ordinals in the same input, and to no other conference's parts.
//   - held_on is what is known of the day, held_on_stated what the document says; held_order, by which lists
//     are sorted, is derived from both and never shown.
//   - Commands publish their events on the conference's stream in the same transaction; rejected commands
//     publish none.
//   - Events are complete: at every position, the replayed journal (State) of a conference that was planned
//     here equals the tables. Recording a conference later writes no events.
//   - Check-ins and heartbeats of sites update only a row of their own, so that bursts lock nothing shared.
//   - A code for self check-in is returned only to the caller who issued it, and is in no journal.
//   - At most one item of the agenda is current, and none after the conference is closed.
//   - The clock of an item runs while the item is current and the conference in session, and resumes where it
//     was paused.
//   - Ending a conference withdraws waiting requests; leaving the live states disconnects all sites; and
//     postponing checks out all delegates: every such transition does it in the same way.
//   - At most one turn speaks, and an interrupted turn has the floor again afterwards. A pure rule orders the
//     queue, and requesting the floor updates no row that requesters share.
//   - Sites may be added and removed until the conference ends; one at which something happened stays.
//   - Only conducting sets when items were dealt with and whether sites were present; recording keeps both.
//   - Recording also keeps into which proposal another one was merged.
package conference
