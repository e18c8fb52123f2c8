// Package scale owns the generated data by which thidua is measured: as many units, school years and figures as the
// country has, written through the rooms' verbs after the published record, for `thidua demo --scale` and the
// benchmarks.
//
// It never invents anything about a real body: its units, clusters, indicators and conferences are its own, by codes
// that begin with "mau-" and by names that say mẫu (sample), in school years that the record does not speak of; only
// kinds of award, topics and the Ministry as the addressee of proposals are the record's. And it never writes a row: the
// rooms' verbs do, so that what the benchmark reads is what a clerk could have filed.
//
// Invariants:
//   - the same Size gives the same rows on every machine and database: there is no clock and no chance in it;
//   - a Size has exactly as many figures as it says;
//   - loading it twice changes nothing by the second time.
package scale
