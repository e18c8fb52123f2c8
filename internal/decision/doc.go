// Package decision owns who was chosen and how: the elections of the heads and deputy heads of clusters.
//
// It never writes the office itself: that a unit holds one is a fact of its own, with its own source (internal/registry).
// Nor does it ask whether the unit is a member: an election is for another school year than the conference's, of which
// the members may not be known yet.
//
// Invariant: a cluster elects one head and one deputy head for a school year.
package decision
