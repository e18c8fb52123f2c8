// Package gqlmessage owns the messages for errors of GraphQL itself: documents that do not parse, operations
// that are not valid and variables that do not fit. gqlparser reports them in English and repeats client
// input; this package reports them in Vietnamese and English, by rule, and repeats names only.
//
// It never validates, and never decides who may see names that the client has not sent (suggestions): the
// caller does.
//
// Invariants:
//   - of client input only names and types (letters, digits, _ ! [ ]) are repeated, at most 64 characters of
//     each; no text, no number, and no key of a variable that is not a name;
//   - every rule of gqlparser has a text in both languages, which is the fallback for unknown messages;
//   - the work is linear in the length of the message.
package gqlmessage
