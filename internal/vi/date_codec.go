package vi

import (
	"database/sql/driver"
	"io"
)

// Value returns the canonical text, or NULL for the zero Date. The column is text: no database has a type for
// a day without a year.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.text, nil
}

// Scan accepts what Value returns: a string, bytes, or NULL (the zero Date). Errors: those of ParseDate, and
// NOT_A_STRING.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		return d.set(v)
	case []byte:
		return d.set(string(v))
	default:
		return newError("Date", ReasonNotAString)
	}
}

// MarshalGQL writes the canonical text as a JSON string, null for the zero Date: bind a non-null field only
// to a column that is never empty.
func (d Date) MarshalGQL(w io.Writer) {
	if d.IsZero() {
		_, _ = io.WriteString(w, "null")
		return
	}
	writeQuoted(w, d.text)
}

// UnmarshalGQL accepts a string that ParseDate accepts, or null (the zero Date).
func (d *Date) UnmarshalGQL(v any) error {
	if v == nil {
		*d = Date{}
		return nil
	}
	s, ok := v.(string)
	if !ok {
		return newError("Date", ReasonNotAString)
	}
	return d.set(s)
}

// MarshalText returns the canonical text, for JSON, YAML and page cursors.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText accepts what MarshalText returns; empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	return d.set(string(text))
}

// set leaves d unchanged on error.
func (d *Date) set(s string) error {
	parsed, err := ParseDate(s)
	if err == nil {
		*d = parsed
	}
	return err
}
