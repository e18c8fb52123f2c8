package record

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"thidua/internal/fault"
)

// place is where something is written.
type place struct {
	file string
	line int
}

// problem is something wrong with a file.
type problem struct {
	place
	reason string
}

func (p problem) Error() string { return fmt.Sprintf("%s:%d: %s", p.file, p.line, p.reason) }

// problems collects what is wrong, so that a clerk learns how much there is to correct.
type problems []problem

func (p *problems) add(at place, format string, args ...any) {
	*p = append(*p, problem{at, fmt.Sprintf(format, args...)})
}

// fault is the refusal of the files, nil where nothing is wrong: BAD_RECORD names the first problem and says how many
// more there are, and the log gets them all. First come the files that others refer to: what is wrong there is often why
// something else is.
func (p problems) fault() error {
	if len(p) == 0 {
		return nil
	}
	sorted := slices.Clone(p)
	slices.SortStableFunc(sorted, func(a, b problem) int {
		return cmp.Or(cmp.Compare(sheetOf(a.file), sheetOf(b.file)), cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
	})
	first, reason := sorted[0], sorted[0].reason
	bad := fault.BadRecord.With("file", first.file, "line", first.line, "reason", reason)
	switch more := len(sorted) - 1; more {
	case 0:
		return bad
	case 1:
		reason += " (and 1 more fault)"
	default:
		reason += fmt.Sprintf(" (and %d more faults)", more)
	}
	var rest []error
	for _, other := range sorted[1:] {
		rest = append(rest, other)
	}
	return fault.BadRecord.With("file", first.file, "line", first.line, "reason", reason).Because(errors.Join(rest...))
}
