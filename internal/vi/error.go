package vi

// The reasons of an Error are stable identifiers, shown to clients as they are.
const (
	ReasonFormat          = "FORMAT"            // not in the format of the type
	ReasonNotConsecutive  = "NOT_CONSECUTIVE"   // the second year does not follow the first
	ReasonOutOfRange      = "OUT_OF_RANGE"      // well formed, but outside the range of the type
	ReasonNoSuchMonth     = "NO_SUCH_MONTH"     // not a month from 01 to 12
	ReasonNoSuchDay       = "NO_SUCH_DAY"       // not a day of its month
	ReasonTooManyDecimals = "TOO_MANY_DECIMALS" // more than six decimals
	ReasonOverflow        = "OVERFLOW"          // larger than the type can hold exactly
	ReasonNotAString      = "NOT_A_STRING"      // not a string where only strings are accepted
	ReasonFloat           = "FLOAT"             // a binary float, or a number that may have been one
	ReasonDenominator     = "DENOMINATOR"       // the denominator is not positive
)

var reasonSentences = map[string]string{
	ReasonFormat:          "it is malformed",
	ReasonNotConsecutive:  "the second year does not follow the first",
	ReasonOutOfRange:      "it is out of range",
	ReasonNoSuchMonth:     "there is no such month",
	ReasonNoSuchDay:       "there is no such day",
	ReasonTooManyDecimals: "it has more than six decimals",
	ReasonOverflow:        "it is too large to be represented exactly",
	ReasonNotAString:      "it is not a string",
	ReasonFloat:           "it is a float; write it as a string",
	ReasonDenominator:     "the denominator is not positive",
}

// Error is a rejected value. It contains the type and the reason, never the input, which may be secret, huge
// or hostile.
type Error struct {
	Type   string // the rejecting type: "SchoolYear", "Date", "Decimal", "Count" or "Percent"
	Reason string // one of the Reason constants
}

// Error returns an English sentence, for logs.
func (e *Error) Error() string {
	s, known := reasonSentences[e.Reason]
	if !known {
		s = e.Reason
	}
	return "not a valid " + e.Type + ": " + s
}

func newError(typ, reason string) error { return &Error{Type: typ, Reason: reason} }
