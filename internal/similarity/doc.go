// Package similarity compares the texts of proposals: [NewProfile] extracts the weighted terms of a
// Vietnamese text, and [Profile.Similarity] returns how much two profiles have in common, in percent.
//
// It does not search for proposals: package graph selects the candidates, and shows those of at least
// [MinPercent].
//
// Invariants: similarity is symmetric, and depends on the two profiles only, never on other proposals.
package similarity
