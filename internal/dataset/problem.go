package dataset

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"thidua/internal/fault"
)

// position is a line of a file.
type position struct {
	file string
	line int
}

// problem is an error in a file.
type problem struct {
	position
	reason string
}

func (p problem) Error() string { return fmt.Sprintf("%s:%d: %s", p.file, p.line, p.reason) }

// problems collects all errors, so that a clerk learns how much there is to correct.
type problems []problem

func (p *problems) add(at position, format string, args ...any) {
	*p = append(*p, problem{at, fmt.Sprintf(format, args...)})
}

// asFault returns BAD_RECORD with the first problem and the number of others, which are wrapped for the log;
// nil if there is none. Files that others refer to come first, because their problems often cause others.
func (p problems) asFault() error {
	if len(p) == 0 {
		return nil
	}
	sorted := slices.Clone(p)
	slices.SortStableFunc(sorted, func(a, b problem) int {
		return cmp.Or(cmp.Compare(fileTypeIndex(a.file), fileTypeIndex(b.file)), cmp.Compare(a.file, b.file),
			cmp.Compare(a.line, b.line))
	})
	first, reason := sorted[0], sorted[0].reason
	bad := fault.BadRecord.With("file", first.file, "line", first.line, "reason", reason)
	switch more := len(sorted) - 1; more {
	case 0:
		return bad
	case 1:
		reason += " (and 1 more problem)"
	default:
		reason += fmt.Sprintf(" (and %d more problems)", more)
	}
	var rest []error
	for _, other := range sorted[1:] {
		rest = append(rest, other)
	}
	return fault.BadRecord.With("file", first.file, "line", first.line, "reason", reason).
		Wrap(errors.Join(rest...))
}
