// Package floorqueue orders the requests for the floor that wait in a conference. [Order] gives the queue
// with a reason for each position; [ChangesOnLeave], [ChangesOnMove] and [ChangesOnUnplace] give the
// positions that change with those that the chair assigned.
//
// It does not give the floor, and reads and writes no rows: internal/conference does.
//
// Invariants:
//   - every function is pure: the result depends on the arguments only, which are not modified;
//   - the order is total, so that every node computes the same queue from the same rows;
//   - no request waits for ever, however often other units request the floor.
package floorqueue
