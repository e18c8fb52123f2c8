package record

import (
	"context"
	"errors"
	"fmt"

	"thidua/internal/fault"
	"thidua/internal/store"
)

// loadStep loads all rows of a kind.
type step struct {
	what string
	rows []func(context.Context, *store.Store) error
}

// loadSteps returns the steps in the order of fileTypes.
func (b *book) steps() []step {
	var steps []step
	for _, s := range sheets {
		steps = append(steps, s.write(b))
	}
	return steps
}

func each[T any](b *book, what string, rows []*T, put func(context.Context, *store.Store, T) error) step {
	s := step{what: what}
	for _, row := range rows {
		s.rows = append(s.rows, func(ctx context.Context, st *store.Store) error {
			err := put(ctx, st, *row)
			if err == nil {
				return nil
			}
			return refused(b.where(row, ""), err)
		})
	}
	return s
}

// locateFault adds the position of the row to the error of a command. BAD_INPUT and UNKNOWN_CODE become
// BAD_RECORD: the command has a rule that Check does not know, but the file is wrong nevertheless.
func refused(at place, err error) error {
	if f, ok := fault.As(err); ok && (errors.Is(f, fault.BadInput) || errors.Is(f, fault.UnknownCode)) {
		return fault.BadRecord.With("file", at.file, "line", at.line, "reason", f.Text(fault.English)).
			Because(err)
	}
	return fmt.Errorf("%s:%d: %w", at.file, at.line, err)
}
