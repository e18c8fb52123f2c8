// Package report owns indicators, reports of school years with their sections and figures, and emulation
// movements. It also owns the pure rules about figures: comparing a total with the sum of its parts
// (reconcile.go), and changes over the years (change.go, trend.go).
//
// It never decides who may read a report, and never stores a computed figure: figures are what documents
// state.
//
// Invariants:
//   - figures are exact: integers, and decimals with the scale that the document states; never floats;
//   - a stated total and the sum of its parts are both kept; a difference is shown, never corrected;
//   - a report belongs to a unit or to a cluster, and so does a figure;
//   - published_at is set once, by the first filing as PUBLISHED or by Publish, until a withdrawal; version
//     counts the filings that changed something.
package report
