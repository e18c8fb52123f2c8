package command

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"thidua/internal/fault"
	"thidua/internal/vi"
)

// The reasons of BAD_INPUT, after the path of the field: "posts[2].title: EMPTY". List indexes start at 0.
const (
	ReasonEmpty = "EMPTY" // an empty text or list
	// text that vi.Clean would change: not NFC, or superfluous white space
	ReasonUnclean         = "UNCLEAN"
	ReasonBadCode         = "BAD_CODE"          // not ASCII letters and digits joined by - or _
	ReasonBadValue        = "BAD_VALUE"         // not a value of the enum
	ReasonNotPositive     = "NOT_POSITIVE"      // below 1
	ReasonNegative        = "NEGATIVE"          // below 0
	ReasonTooLarge        = "TOO_LARGE"         // a number, a text or a list above its maximum
	ReasonTooMany         = "TOO_MANY"          // one more element than the maximum
	ReasonMissing         = "MISSING"           // required and not given
	ReasonRepeated        = "REPEATED"          // occurs earlier in the same list
	ReasonOutOfOrder      = "OUT_OF_ORDER"      // a day before the one that it must follow
	ReasonItself          = "ITSELF"            // refers to itself
	ReasonEitherOr        = "EITHER_OR"         // exactly one of two must be given
	ReasonNotAllowed      = "NOT_ALLOWED"       // not allowed with the other fields
	ReasonNotMember       = "NOT_A_MEMBER"      // the unit is not in the cluster in that school year
	ReasonStillReferredTo = "STILL_REFERRED_TO" // a part that is no longer given, but referred to
)

var codePattern = regexp.MustCompile(`^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$`)

// maxInvalidFields is how many fields of an input are reported.
const maxInvalidFields = 50

// Validator validates an input, field by field, and keeps the first error of each field. It never modifies
// the input. Fields have the names of the API, or of the data files.
type Validator struct {
	path   string
	parent *Validator
	fields []fault.InvalidField // of the root
}

// Validate returns BAD_INPUT with all fields that check rejects, at most 50, or nil.
func Validate[In any](in In, check func(In, *Validator)) error {
	var v Validator
	check(in, &v)
	if len(v.fields) == 0 {
		return nil
	}
	return fault.InvalidInput(v.fields...)
}

// InvalidField returns BAD_INPUT for one field, for what only the database can tell.
func InvalidField(field, reason string) *fault.Error {
	return fault.InvalidInput(fault.InvalidField{Path: field, Code: reason})
}

// Element returns the validator of one entry of a list.
func (v *Validator) Element(list string, i int) *Validator {
	return &Validator{path: fmt.Sprintf("%s%s[%d].", v.path, list, i), parent: v}
}

// Nested returns the validator of an input within the input.
func (v *Validator) Nested(field string) *Validator {
	return &Validator{path: v.path + field + ".", parent: v}
}

// Reject records the error of a field, unless an earlier one of the same field was recorded.
func (v *Validator) Reject(field, reason string) {
	v.reject(fault.InvalidField{Path: v.path + field, Code: reason})
}

func (v *Validator) reject(field fault.InvalidField) {
	root := v
	for root.parent != nil {
		root = root.parent
	}
	recorded := slices.ContainsFunc(root.fields, func(f fault.InvalidField) bool { return f.Path == field.Path })
	if !recorded && len(root.fields) < maxInvalidFields {
		root.fields = append(root.fields, field)
	}
}

// AtMost rejects a number, or the length of a text in bytes, or of a list, above max.
func (v *Validator) AtMost(field string, value, max int) {
	if value > max {
		v.reject(fault.InvalidField{Path: v.path + field, Code: ReasonTooLarge,
			Params: map[string]any{"max": max, "value": value}})
	}
}

// Require rejects the field with the reason unless ok.
func (v *Validator) Require(ok bool, field, reason string) {
	if !ok {
		v.Reject(field, reason)
	}
}

// maxCodeLen is in bytes. A PostgreSQL index entry holds at most 2704 bytes.
const maxCodeLen = 100

// Code validates the natural key by which other rows refer to this one.
func (v *Validator) Code(field, s string) {
	v.Require(s != "", field, ReasonEmpty)
	v.AtMost(field, len(s), maxCodeLen)
	v.Require(codePattern.MatchString(s), field, ReasonBadCode)
}

// Text validates a required single-line text.
func (v *Validator) Text(field, s string) {
	v.Require(s != "", field, ReasonEmpty)
	v.OptionalText(field, s)
}

// OptionalText validates a single-line text that may be empty.
func (v *Validator) OptionalText(field, s string) { v.Require(vi.Clean(s) == s, field, ReasonUnclean) }

// Prose validates a required text of one or more lines.
func (v *Validator) Prose(field, s string) {
	v.Require(s != "", field, ReasonEmpty)
	v.OptionalProse(field, s)
}

// OptionalProse validates a text of one or more lines that may be empty.
func (v *Validator) OptionalProse(field, s string) {
	v.Require(strings.Trim(s, "\n") == s, field, ReasonUnclean)
	for line := range strings.Lines(s) {
		v.OptionalText(field, strings.TrimSuffix(line, "\n"))
	}
}

// Enum takes the result of ent's validator of an enum.
func (v *Validator) Enum(field string, err error) { v.Require(err == nil, field, ReasonBadValue) }

// Year validates a required school year.
func (v *Validator) Year(field string, y vi.SchoolYear) {
	v.Require(y != 0, field, ReasonMissing)
	v.Require(y.Validate() == nil, field, ReasonBadValue)
}

// Positive validates a number of at least 1.
func (v *Validator) Positive(field string, n int) {
	v.Require(n >= 1, field, ReasonNotPositive)
	v.AtMost(field, n, math.MaxInt32)
}

// NonNegative validates a number of at least 0.
func (v *Validator) NonNegative(field string, n int) {
	v.Require(n >= 0, field, ReasonNegative)
	v.AtMost(field, n, math.MaxInt32)
}

// NotBefore requires that then is not before first; either may be unknown.
func (v *Validator) NotBefore(field string, first, then vi.Date) {
	v.Require(!then.Before(first), field, ReasonOutOfOrder)
}

// RequireDistinct rejects the first entry of a list that occurs earlier in it.
func RequireDistinct[T comparable](c *Validator, list string, entries []T) {
	seen := map[T]bool{}
	for i, e := range entries {
		c.Require(!seen[e], fmt.Sprintf("%s[%d]", list, i), ReasonRepeated)
		seen[e] = true
	}
}
