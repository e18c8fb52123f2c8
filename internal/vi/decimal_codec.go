package vi

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

// MarshalGQL writes a JSON string: most clients would read a JSON number as a float, and all would lose the
// stated decimals.
func (d Decimal) MarshalGQL(w io.Writer) { writeQuoted(w, d.String()) }

// UnmarshalGQL accepts a string that ParseDecimal accepts, or an integer. A number with a point or an
// exponent is FLOAT, even if exact: the same literal arrives as text from variables and as a binary float
// from the query. Anything else is NOT_A_STRING.
func (d *Decimal) UnmarshalGQL(v any) error {
	switch n := v.(type) {
	case string:
		return d.set(n)
	case int:
		return d.set(strconv.Itoa(n))
	case int64:
		return d.set(strconv.FormatInt(n, 10))
	case json.Number:
		if strings.ContainsAny(n.String(), ".eE") {
			return newError("Decimal", ReasonFloat)
		}
		return d.set(n.String())
	case float64, float32:
		return newError("Decimal", ReasonFloat)
	default:
		return newError("Decimal", ReasonNotAString)
	}
}

// MarshalText returns String, for JSON and YAML.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText accepts what ParseDecimal accepts.
func (d *Decimal) UnmarshalText(text []byte) error { return d.set(string(text)) }

// set leaves d unchanged on error.
func (d *Decimal) set(s string) error {
	parsed, err := ParseDecimal(s)
	if err == nil {
		*d = parsed
	}
	return err
}
