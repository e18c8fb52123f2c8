package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Error is a fault that happened: its sentinel, the parameters of this time,
// and perhaps the error behind it. It is not changed once made.
type Error struct {
	sentinel *Sentinel
	params   map[string]any
	reason   error
	misuse   string // how With was called wrongly; for the log
}

// With makes the fault with its parameters, given as names and values in turn,
// like slog's. A value is kept if it is a string, a bool or a number, and
// becomes its text otherwise. A name that the sentinel does not declare is not
// told to anybody, and a missing one shows as "?"; Error then says so, since
// the caller has a mistake.
func (s *Sentinel) With(params ...any) *Error {
	e := &Error{sentinel: s, params: map[string]any{}}
	names := s.Params()
	for ; len(params) >= 2; params = params[2:] {
		if name, ok := params[0].(string); ok && slices.Contains(names, name) {
			e.params[name] = plain(params[1])
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

// Because makes the fault without parameters, with the error behind it.
func (s *Sentinel) Because(err error) *Error { return &Error{sentinel: s, reason: err} }

// Because is the same fault with the error behind it, for the log and for
// errors.Is; no client is told of it.
func (e *Error) Because(err error) *Error {
	same := *e
	same.reason = err
	return &same
}

// As finds the outermost fault in an error: false where there is none.
func As(err error) (*Error, bool) {
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

// Code is the fault's name to clients.
func (e *Error) Code() Code { return e.sentinel.code }

// Remedy says in English what to do about it.
func (e *Error) Remedy() string { return e.sentinel.remedy }

// Kind is what the fault means to whoever gets it.
func (e *Error) Kind() Kind { return e.sentinel.kind }

// Params are the parameters for clients, by name: strings, bools and numbers.
// It is a copy, never nil.
func (e *Error) Params() map[string]any {
	params := map[string]any{}
	maps.Copy(params, e.params)
	return params
}

// Text is what a client is told, in "vi", or in English for any other lang.
func (e *Error) Text(lang string) string {
	return placeholder.ReplaceAllStringFunc(e.sentinel.Template(lang), func(m string) string {
		if v, given := e.params[strings.Trim(m, "{}")]; given {
			return fmt.Sprint(v)
		}
		return "?"
	})
}

// Error is for the log: the code, the English text, and the error behind it.
func (e *Error) Error() string {
	s := string(e.sentinel.code) + ": " + e.Text(English) + e.misuse
	if e.reason != nil {
		s += ": " + e.reason.Error()
	}
	return s
}

// Unwrap is the error behind the fault, or nil.
func (e *Error) Unwrap() error { return e.reason }

// Is matches the fault's sentinel and its kind.
func (e *Error) Is(target error) bool {
	return target == error(e.sentinel) || target == error(e.sentinel.kind)
}

// plain keeps what JSON has, and makes text of all else.
func plain(v any) any {
	switch v := v.(type) {
	case string, bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64:
		return v
	default:
		return fmt.Sprint(v)
	}
}
