// Package report owns what is measured and told of a school year: indicators, reports with their sections and figures,
// and emulation movements. It also owns the rules about figures, which are pure: what a total is against the sum of its
// parts (reconcile.go), and how a figure changed through the years (change.go, trend.go).
//
// It never decides who may read a report, and never computes a figure to store it: a figure is what a document states.
//
// Invariants:
//   - a figure is exact: whole numbers, and decimals with the scale that the document gives; nothing here is a float;
//   - a stated total and the sum of its parts are both kept; a difference is shown and never repaired;
//   - a report is that of a unit or of a cluster, and so is a figure;
//   - published_at is set once, by the first filing as PUBLISHED or by Publish, until a withdrawal; version counts the
//     filings that changed something.
package report
