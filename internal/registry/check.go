package registry

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"thidua/ent/citation"
	"thidua/internal/fault"
	"thidua/internal/vi"
)

// The reasons of BAD_INPUT, after the path of the field: "posts[2].title: EMPTY". List indexes start at 0.
const (
	Empty = "EMPTY" // an empty text or list
	// text that vi.Clean would change: not NFC, or superfluous white space
	Unclean         = "UNCLEAN"
	BadCode         = "BAD_CODE"          // not ASCII letters and digits joined by - or _
	BadValue        = "BAD_VALUE"         // not a value of the enum
	NotPositive     = "NOT_POSITIVE"      // below 1
	Negative        = "NEGATIVE"          // below 0
	TooLarge        = "TOO_LARGE"         // a number above math.MaxInt32, or a text that is too long
	Missing         = "MISSING"           // required and not given
	Repeated        = "REPEATED"          // occurs earlier in the same list
	OutOfOrder      = "OUT_OF_ORDER"      // a day before the one that it must follow
	Itself          = "ITSELF"            // refers to itself
	EitherOr        = "EITHER_OR"         // exactly one of two must be given
	NotAllowed      = "NOT_ALLOWED"       // not allowed with the other fields
	NotMember       = "NOT_A_MEMBER"      // the unit is not in the cluster in that school year
	StillReferredTo = "STILL_REFERRED_TO" // a part that is no longer given, but referred to
)

var codeForm = regexp.MustCompile(`^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$`)

// Validator validates an input, field by field, and keeps the first error. It never modifies the input.
// Fields have the names of the data files.
type Check struct {
	path   string
	parent *Check
	err    error
}

// Validate returns BAD_INPUT for the first field that check rejects, or nil.
func Checked[In any](in In, check func(In, *Check)) error {
	var c Check
	check(in, &c)
	return c.err
}

// Element returns the validator of one entry of a list.
func (c *Check) At(list string, i int) *Check {
	return &Check{path: fmt.Sprintf("%s%s[%d].", c.path, list, i), parent: c}
}

// Reject records the error of a field, unless an earlier one was recorded.
func (c *Check) Refuse(field, reason string) {
	root := c
	for root.parent != nil {
		root = root.parent
	}
	if root.err == nil {
		root.err = fault.BadInput.With("reason", c.path+field+": "+reason)
	}
}

// Require rejects the field with the reason unless ok.
func (c *Check) That(ok bool, field, reason string) {
	if !ok {
		c.Refuse(field, reason)
	}
}

// maxCodeLen is in bytes. A PostgreSQL index entry holds at most 2704 bytes.
const codeMost = 100

// Code validates the natural key by which other rows refer to this one.
func (c *Check) Code(field, s string) {
	c.That(s != "", field, Empty)
	c.That(len(s) <= codeMost, field, TooLarge)
	c.That(codeForm.MatchString(s), field, BadCode)
}

// Text validates a required single-line text.
func (c *Check) Text(field, s string) {
	c.That(s != "", field, Empty)
	c.MaybeText(field, s)
}

// OptionalText validates a single-line text that may be empty.
func (c *Check) MaybeText(field, s string) { c.That(vi.Clean(s) == s, field, Unclean) }

// Prose validates a required text of one or more lines.
func (c *Check) Prose(field, s string) {
	c.That(s != "", field, Empty)
	c.MaybeProse(field, s)
}

// OptionalProse validates a text of one or more lines that may be empty.
func (c *Check) MaybeProse(field, s string) {
	c.That(strings.Trim(s, "\n") == s, field, Unclean)
	for line := range strings.Lines(s) {
		c.MaybeText(field, strings.TrimSuffix(line, "\n"))
	}
}

// Enum takes the result of ent's validator of an enum.
func (c *Check) Value(field string, err error) { c.That(err == nil, field, BadValue) }

// Year validates a required school year.
func (c *Check) Year(field string, y vi.SchoolYear) {
	c.That(y != 0, field, Missing)
	c.That(y.Validate() == nil, field, BadValue)
}

// Positive validates a number of at least 1.
func (c *Check) Positive(field string, n int) {
	c.That(n >= 1, field, NotPositive)
	c.That(n <= math.MaxInt32, field, TooLarge)
}

// NonNegative validates a number of at least 0.
func (c *Check) Natural(field string, n int) {
	c.That(n >= 0, field, Negative)
	c.That(n <= math.MaxInt32, field, TooLarge)
}

// NotBefore requires that then is not before first; either may be unknown.
func (c *Check) Following(field string, first, then vi.Date) {
	c.That(!then.Before(first), field, OutOfOrder)
}

// Cites validates the citations of a fact. That their documents exist is checked on writing.
func (c *Check) Cites(cites []Cite) {
	for i, cite := range cites {
		at := c.At("cite", i)
		at.Text("document", cite.Document)
		at.MaybeText("place", cite.Place)
		at.MaybeText("aspect", cite.Aspect)
		at.MaybeProse("note", cite.Note)
		at.Value("confidence", citation.ConfidenceValidator(cite.confidence()))
	}
}

// RequireDistinct rejects the first entry of a list that occurs earlier in it.
func Distinct[T comparable](c *Check, list string, entries []T) {
	seen := map[T]bool{}
	for i, e := range entries {
		c.That(!seen[e], fmt.Sprintf("%s[%d]", list, i), Repeated)
		seen[e] = true
	}
}
