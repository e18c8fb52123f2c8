package vi

// The reasons of an Error. They are machine words: stable, shown to clients as
// they are, translated by whoever has the client's language.
const (
	ReasonFormat          = "FORMAT"            // not of the written form the type has
	ReasonNotConsecutive  = "NOT_CONSECUTIVE"   // a school year's second year does not follow its first
	ReasonOutOfRange      = "OUT_OF_RANGE"      // well formed, but outside what the type keeps
	ReasonNoSuchMonth     = "NO_SUCH_MONTH"     // a month that is not 01 to 12
	ReasonNoSuchDay       = "NO_SUCH_DAY"       // a day that its month does not have
	ReasonTooManyDecimals = "TOO_MANY_DECIMALS" // more than six decimals
	ReasonOverflow        = "OVERFLOW"          // more than the type can hold exactly
	ReasonNotAString      = "NOT_A_STRING"      // a value of another type where only a string is taken
	ReasonFloat           = "FLOAT"             // a binary float, or a number that may have been one
	ReasonDenominator     = "DENOMINATOR"       // a denominator that is not above zero
)

var sentences = map[string]string{
	ReasonFormat:          "it is not written in the form expected",
	ReasonNotConsecutive:  "the second year does not follow the first",
	ReasonOutOfRange:      "it is outside the range kept",
	ReasonNoSuchMonth:     "there is no such month",
	ReasonNoSuchDay:       "there is no such day",
	ReasonTooManyDecimals: "it has more than six decimals",
	ReasonOverflow:        "it is too large to be kept exactly",
	ReasonNotAString:      "it is not given as a string",
	ReasonFloat:           "it is given as a float; write it as a string",
	ReasonDenominator:     "the denominator is not above zero",
}

// Error is the refusal of a value. It says which type refused and why, and
// never what was given: inputs may be secret, huge or hostile.
type Error struct {
	Type   string // the type that refused: "SchoolYear", "Date", "Decimal", "Count" or "Percent"
	Reason string // one of the Reason constants
}

// Error is the English sentence, for logs.
func (e *Error) Error() string {
	s, known := sentences[e.Reason]
	if !known {
		s = e.Reason
	}
	return "not a valid " + e.Type + ": " + s
}

func refuse(typ, reason string) error { return &Error{Type: typ, Reason: reason} }
