// Package dataset owns the published record as data files that a clerk can read and review (the five
// documents and the external sources that they are checked against), and loads them into the database.
//
// It never writes a row: the commands of the domain packages do. It never corrects a file silently: what it
// does not understand is rejected with file, line and reason.
//
// Invariants:
//   - all files are checked before anything is written, and are written in one transaction;
//   - loading is idempotent;
//   - every fact has a citation, and every reference resolves within the files;
//   - files are UTF-8 in NFC with plain spaces only, and paraphrase the documents: figures, names and titles
//     are copied, sentences are not.
//
// A file is a list of rows. Their keys are the yaml keys of a command's input ([registry.Document] in
// documents.yaml, one [conference.Conference] in each conference-*.yaml). Optional keys are omitted, never
// empty; an omitted enum has the default of its column in ent. In lists of citations "s0:L17" abbreviates
// {document: s0, place: L17}.
package dataset
