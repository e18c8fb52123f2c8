// Package sampledata owns the generated data for performance tests: as many units, school years and figures
// as the country has, written through the commands of the domain packages on top of the published record, for
// `thidua demo --scale` and the benchmarks.
//
// It never invents facts about a real body: its units, clusters, indicators and conferences are its own, with
// codes that start with "mau-" and names that contain mẫu (sample), in school years that the record does not
// cover; only award kinds, topics and the Ministry as the addressee of proposals are the record's. It never
// writes a row directly, so everything generated is valid input of a command.
//
// Invariants:
//   - the same Size gives the same rows on every machine and database: there is no clock and no randomness;
//   - a Size has exactly the number of figures it states;
//   - loading is idempotent.
package sampledata
