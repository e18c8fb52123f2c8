// Package wording owns how it is told what GraphQL itself refuses: documents that do not parse, operations that are not
// valid, variables that do not fit. gqlparser tells it in English and repeats what was sent; this package tells it in
// Vietnamese and English, by rule, and repeats names alone.
//
// It never validates anything, and never decides who may be told names that they have not sent (suggestions): who calls it
// says so.
//
// Invariants:
//   - of what was sent nothing comes back but names and types (letters, digits, _ ! [ ]), and of each 64 characters at the
//     most; no text, number or key of a variable that is no name;
//   - every rule of gqlparser has a text in both languages, also for what it may say tomorrow in other words;
//   - the work is linear in the message.
package wording
