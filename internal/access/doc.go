// Package access owns the visibility of rows: one read rule for every type, installed on the store's Reader,
// so that it applies on every path: a root field, an edge, node(id:), a count or a search.
//
// It denies by default: a type without a rule is visible to the operator only, and fails a test. It never
// authorises writes (the commands do), and considers only the row, its parents and the viewer.
// docs/authentication.md documents the rules; a test compares them.
package access
