// Package command provides what the commands of all domain packages need: [Validate] checks an input field by
// field, [Refs] checks that what it refers to exists, and [UpsertAll], [RemoveParts] and
// [RequireNoDiscrepancy] replace a row and its parts. [RunForOperator] runs a command on the published
// record.
//
// It knows no command and owns no table, and never modifies an input.
//
// Invariants:
//   - an input is validated before its transaction begins; BAD_INPUT names all invalid fields;
//   - references are checked with one query per kind, whatever their number;
//   - a part that other rows refer to is never removed.
package command
