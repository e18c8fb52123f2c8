package conference

// TurnOf is turnOf, for tests of what the journal tells.
var TurnOf = turnOf
