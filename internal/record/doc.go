// Package record owns the published record: the five documents, and the outside sources that they are held against, as
// data files that a clerk can read and review, and their way into the database.
//
// It never writes a row: the rooms' verbs do. It never repairs a file in silence either: what it does not understand is
// refused, with the file, the line and the reason.
//
// Invariants:
//   - all files are checked before anything is written, and all are written in one transaction, or none;
//   - whoever loads the same files twice changes nothing by the second time;
//   - every fact has a citation, and everything that a row refers to is stated in the files;
//   - the files are UTF-8 in composed form, with plain spaces only, and tell in the keeper's own words what the documents
//     say: figures, names and titles are theirs, sentences are not.
//
// A file is a list of rows, and the keys of a row are the yaml keys of an input of a room ([registry.Document] in
// documents.yaml, one [conference.Conference] in each conference-*.yaml). A key that may be left out is left out, never
// empty; an enum that is left out takes the default of its column in ent. In a list of citations, "s0:L17" is short for
// {document: s0, place: L17}.
package record
