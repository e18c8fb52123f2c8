package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Error is one occurrence of a fault: its sentinel, parameters and an optional wrapped error. It is
// immutable.
type Error struct {
	sentinel *Sentinel
	params   map[string]any
	fields   []InvalidField // of the input, that the fault is about
	wrapped  error
	misuse   string // how With was misused; for the log
}

// With returns a fault with parameters, given as alternating names and values like slog's. Strings, bools and
// numbers are kept; any other value is formatted as text. An undeclared parameter is dropped and a missing
// one is shown as "?"; both are mistakes of the caller, reported by Error.
func (s *Sentinel) With(params ...any) *Error {
	e := &Error{sentinel: s, params: map[string]any{}}
	names := s.Params()
	for ; len(params) >= 2; params = params[2:] {
		if name, ok := params[0].(string); ok && slices.Contains(names, name) {
			e.params[name] = jsonValue(params[1])
		} else {
			e.misuse += fmt.Sprintf(" [no parameter %v]", params[0])
		}
	}
	if len(params) > 0 {
		e.misuse += " [a parameter without value]"
	}
	for _, name := range slices.Sorted(maps.Keys(placeholders(s.en))) {
		if _, given := e.params[name]; !given {
			e.misuse += " [parameter " + name + " is missing]"
		}
	}
	return e
}

// Wrap returns a fault without parameters that wraps err.
func (s *Sentinel) Wrap(err error) *Error { return &Error{sentinel: s, wrapped: err} }

// Wrap returns a copy of the fault that wraps err, for the log and for errors.Is. Clients never see err.
func (e *Error) Wrap(err error) *Error {
	same := *e
	same.wrapped = err
	return &same
}

// FromError returns the outermost fault in err, and false if there is none.
func FromError(err error) (*Error, bool) {
	var e *Error
	if errors.As(err, &e) {
		return e, true
	}
	var s *Sentinel
	if errors.As(err, &s) {
		return &Error{sentinel: s}, true
	}
	return nil, false
}

// Code returns the permanent code.
func (e *Error) Code() Code { return e.sentinel.code }

// Remedy describes in English how to resolve the fault.
func (e *Error) Remedy() string { return e.sentinel.remedy }

// Kind returns the category of the fault.
func (e *Error) Kind() Kind { return e.sentinel.kind }

// Params returns a copy of the parameters for clients, by name: strings, bools and numbers. It is never nil.
func (e *Error) Params() map[string]any {
	params := map[string]any{}
	maps.Copy(params, e.params)
	return params
}

// Text returns the message for clients, in Vietnamese for "vi" and in English for any other lang.
func (e *Error) Text(lang string) string {
	return placeholder.ReplaceAllStringFunc(e.sentinel.Template(lang), func(m string) string {
		if v, given := e.params[strings.Trim(m, "{}")]; given {
			return fmt.Sprint(v)
		}
		return "?"
	})
}

// Error returns the code, the English text and the wrapped error, for the log.
func (e *Error) Error() string {
	s := string(e.sentinel.code) + ": " + e.Text(English) + e.misuse
	if e.wrapped != nil {
		s += ": " + e.wrapped.Error()
	}
	return s
}

// Unwrap returns the wrapped error, or nil.
func (e *Error) Unwrap() error { return e.wrapped }

// Is reports whether target is the fault's sentinel or kind.
func (e *Error) Is(target error) bool {
	return target == error(e.sentinel) || target == error(e.sentinel.kind)
}

// jsonValue keeps values with a JSON type and formats all others as text.
func jsonValue(v any) any {
	switch v := v.(type) {
	case string, bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64:
		return v
	default:
		return fmt.Sprint(v)
	}
}
