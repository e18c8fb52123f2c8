// Package registry owns the published record's entities and sources: provinces, units and their successions,
// clusters with their members and offices by school year, people and their posts, documents, citations,
// discrepancies. It also owns the natural keys that several packages use, and the citations that every fact
// of the record has: [ValidateCites] and [PutCitations].
//
// It never decides who may read a row (internal/access does), and never corrects a document: text is stored
// as given or rejected.
//
// Invariants:
//   - every command is idempotent: the id of a row is derived from its natural key, so repeating a call
//     changes nothing, and a call with another input overwrites the row and its parts;
//   - an omitted value becomes null, even if an earlier call had set it;
//   - a part keeps its id while it is given, because other rows may refer to it;
//   - everything that an input refers to by code exists, otherwise the command fails with UNKNOWN_CODE;
//   - a failed command has written nothing.
package registry
