// Package registry owns what the record is about and where it comes from: provinces, units and what became of them,
// clusters with their members and offices by school year, people and their posts, documents, citations, discrepancies.
// It owns the natural keys of everything that more than one room names, and lends the other rooms of the record what
// every stated fact needs: [Write], [Check], [Refs], [PutCites] and [Overwrite].
//
// It never decides who may read a row (internal/access does), and never repairs what a document states: text goes in as
// given or is refused.
//
// Invariants:
//   - every verb is idempotent: the row has the id of its natural key, a second call with the same input changes
//     nothing, and one with another input makes the row and its parts say what that input says;
//   - what is left out is null, also where an earlier call had given it;
//   - a part keeps its id as long as it is given, because others may refer to it;
//   - what an input refers to by code is there, or the whole verb is refused with UNKNOWN_CODE;
//   - a refusal has written nothing.
package registry
