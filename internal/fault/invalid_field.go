package fault

import "slices"

// InvalidField is a field of an input that is rejected.
type InvalidField struct {
	Path   string         `json:"path"` // within the input, such as "delegates[0].role"; indexes start at 0
	Code   string         `json:"code"` // such as "EMPTY"
	Params map[string]any `json:"params,omitempty"`
}

// InvalidInput returns BAD_INPUT for one or more fields. The parameters are those of the first.
func InvalidInput(fields ...InvalidField) *Error {
	first := fields[0]
	params := []any{"reason", first.Path + ": " + first.Code}
	for name, value := range first.Params {
		params = append(params, name, value)
	}
	return BadInput.With(params...).WithFields(fields...)
}

// UnknownCodes returns UNKNOWN_CODE for one or more fields with codes that do not exist. The parameters are
// those of the first: kind and code.
func UnknownCodes(fields ...InvalidField) *Error {
	first := fields[0].Params
	return UnknownCode.With("kind", first["kind"], "code", first["code"]).WithFields(fields...)
}

// maxFields is the maximum number of fields that an error names.
const maxFields = 50

// WithFields returns a copy of the fault that names the fields of the input which it is about, at most 50.
func (e *Error) WithFields(fields ...InvalidField) *Error {
	same := *e
	same.fields = slices.Clone(fields[:min(len(fields), maxFields)])
	return &same
}

// Fields returns the fields of an input that are rejected, or nil if the fault is not about fields.
func (e *Error) Fields() []InvalidField { return slices.Clone(e.fields) }
