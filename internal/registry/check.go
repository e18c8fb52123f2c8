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

// The reasons of a refused input, after the path of the field: "posts[2].title: EMPTY". Lists count from 0.
const (
	Empty           = "EMPTY"             // a text or a list that may not be empty
	Unclean         = "UNCLEAN"           // text that vi.Clean would change: not NFC, or with needless white space
	BadCode         = "BAD_CODE"          // a code of anything but ASCII letters and digits joined by - or _
	BadValue        = "BAD_VALUE"         // not one of the values of the field
	NotPositive     = "NOT_POSITIVE"      // a number below 1
	Negative        = "NEGATIVE"          // a number below 0
	TooLarge        = "TOO_LARGE"         // a number above what the API's Int holds, or a text that is too long
	Missing         = "MISSING"           // not given, and needed
	Repeated        = "REPEATED"          // given before in the same list
	OutOfOrder      = "OUT_OF_ORDER"      // a day before the one that it must follow
	Itself          = "ITSELF"            // refers to itself
	EitherOr        = "EITHER_OR"         // one of two has to be given, and not both
	NotAllowed      = "NOT_ALLOWED"       // does not go with the other fields
	NotMember       = "NOT_A_MEMBER"      // a unit that is not of the cluster in that school year
	StillReferredTo = "STILL_REFERRED_TO" // a part that is no longer given, but that others refer to
)

var codeForm = regexp.MustCompile(`^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$`)

// Check looks through an input, field by field, and keeps the first thing wrong with it. It repairs nothing. The names
// of fields are those of the record's files.
type Check struct {
	path   string
	parent *Check
	err    error
}

// Checked is the refusal of an input by its check: BAD_INPUT, whose reason names the field, or nil.
func Checked[In any](in In, check func(In, *Check)) error {
	var c Check
	check(in, &c)
	return c.err
}

// At is the check of one entry of a list.
func (c *Check) At(list string, i int) *Check {
	return &Check{path: fmt.Sprintf("%s%s[%d].", c.path, list, i), parent: c}
}

// Refuse keeps what is wrong with a field, unless something was before.
func (c *Check) Refuse(field, reason string) {
	root := c
	for root.parent != nil {
		root = root.parent
	}
	if root.err == nil {
		root.err = fault.BadInput.With("reason", c.path+field+": "+reason)
	}
}

// That refuses the field for the reason unless ok.
func (c *Check) That(ok bool, field, reason string) {
	if !ok {
		c.Refuse(field, reason)
	}
}

// codeMost is the longest code, in characters: an entry of an index of PostgreSQL holds 2704 bytes.
const codeMost = 100

// Code is the natural key by which others refer to the row.
func (c *Check) Code(field, s string) {
	c.That(s != "", field, Empty)
	c.That(len(s) <= codeMost, field, TooLarge)
	c.That(codeForm.MatchString(s), field, BadCode)
}

// Text is a line of text that has to be there.
func (c *Check) Text(field, s string) {
	c.That(s != "", field, Empty)
	c.MaybeText(field, s)
}

// MaybeText is a line of text that may be left out.
func (c *Check) MaybeText(field, s string) { c.That(vi.Clean(s) == s, field, Unclean) }

// Prose is text of one or more lines that has to be there.
func (c *Check) Prose(field, s string) {
	c.That(s != "", field, Empty)
	c.MaybeProse(field, s)
}

// MaybeProse is text of one or more lines that may be left out.
func (c *Check) MaybeProse(field, s string) {
	c.That(strings.Trim(s, "\n") == s, field, Unclean)
	for line := range strings.Lines(s) {
		c.MaybeText(field, strings.TrimSuffix(line, "\n"))
	}
}

// Value takes what a validator of ent says about an enum's value.
func (c *Check) Value(field string, err error) { c.That(err == nil, field, BadValue) }

// Year is a school year that has to be there.
func (c *Check) Year(field string, y vi.SchoolYear) {
	c.That(y != 0, field, Missing)
	c.That(y.Validate() == nil, field, BadValue)
}

// Positive is a number from 1.
func (c *Check) Positive(field string, n int) {
	c.That(n >= 1, field, NotPositive)
	c.That(n <= math.MaxInt32, field, TooLarge)
}

// Natural is a number from 0.
func (c *Check) Natural(field string, n int) {
	c.That(n >= 0, field, Negative)
	c.That(n <= math.MaxInt32, field, TooLarge)
}

// Following is a day that is not before another; either may be unknown.
func (c *Check) Following(field string, first, then vi.Date) {
	c.That(!then.Before(first), field, OutOfOrder)
}

// Cites are the citations of a fact. Whether there are such documents is asked when they are written.
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

// Distinct refuses the first entry of a list that was there before.
func Distinct[T comparable](c *Check, list string, entries []T) {
	seen := map[T]bool{}
	for i, e := range entries {
		c.That(!seen[e], fmt.Sprintf("%s[%d]", list, i), Repeated)
		seen[e] = true
	}
}
