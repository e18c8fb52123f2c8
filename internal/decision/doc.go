// Package decision owns elections: of the heads and deputy heads of clusters.
//
// It never writes the office: holding one is a separate fact with its own source (internal/registry). Nor
// does it check the unit's membership: an election is for a later school year than the conference's, whose
// members may not be known yet.
//
// Invariant: a cluster elects one head and one deputy head for a school year.
package decision
