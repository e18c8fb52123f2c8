// Package once has a change that is sent twice, because its answer was lost, made once. It owns the keys under which
// accounts have made changes, and the answers that they were given.
//
// It never knows what a change is: graph says what was sent and what was answered, and the verb's own transaction takes the
// key along ([Claim]).
//
// Invariants:
//   - a change and its key are committed together: there is never one without the other, whatever fails;
//   - with a key the outcome of its command is committed, the ids that it returns, so that the answer can be rendered again
//     after a crash between the commit and the answer, on any node and at once;
//   - of two that bring one key at the same moment, on whichever node, one commits; the other has changed nothing;
//   - a key stands for one request of one account, and says nothing to another;
//   - what was refused, or failed before its commit, has used no key;
//   - an answer is shown again only to whom it was given: the same account, with the same class of visibility;
//   - a key is kept for [Kept] at the least. What comes after that is a first request.
package once
