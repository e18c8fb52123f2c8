// Package award owns emulation titles and forms of commendation, the nominations of units for them, and
// awards.
//
// It never derives an award or a nomination from figures: documents state who is honoured.
//
// Invariants:
//   - a unit is nominated for a kind of award at most once a school year, and receives it at most once;
//   - a nomination is not an award: the award is a separate fact with its own state;
//   - a decided award has the number and the date of its decision.
package award
