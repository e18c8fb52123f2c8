// Package access owns who may see which row: one read rule for every type, in one place, installed on the store's
// Reader, so that a row is judged however it is reached: by a root, an edge, node(id:), a count or search.
//
// It denies by default: a type without a rule is seen by nobody but the operator, and a test fails on it. It never says
// who may write (the verbs do), and it never looks at more than the row, what the row belongs to, and the viewer. The
// table for people is internal/web/docs/access.md, served at /docs/access; a test holds it to the rules.
package access
