// Package award owns emulation titles and forms of commendation, the nominations of units for them, and the awards.
//
// It never derives an award or a nomination from figures: who is honoured is what a document says.
//
// Invariants:
//   - a unit is nominated for a kind of award once a school year, and gets it once;
//   - a nomination is no award: the award that follows is a fact of its own, with its own state;
//   - an award that is decided has the number and the date of its decision.
package award
