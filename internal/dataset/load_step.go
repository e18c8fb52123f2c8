package dataset

import (
	"context"
	"errors"
	"fmt"

	"thidua/internal/fault"
	"thidua/internal/store"
)

// loadStep loads all rows of a kind.
type loadStep struct {
	what    string
	inserts []func(context.Context, *store.Store) error
}

// loadSteps returns the steps in the order of fileTypes.
func (ds *dataset) loadSteps() []loadStep {
	var steps []loadStep
	for _, s := range fileTypes {
		steps = append(steps, s.loadStep(ds))
	}
	return steps
}

func newLoadStep[T any](
	b *dataset, what string, rows []*T, put func(context.Context, *store.Store, T) error,
) loadStep {
	s := loadStep{what: what}
	for _, row := range rows {
		s.inserts = append(s.inserts, func(ctx context.Context, st *store.Store) error {
			err := put(ctx, st, *row)
			if err == nil {
				return nil
			}
			return locateFault(b.positionOf(row, ""), err)
		})
	}
	return s
}

// locateFault adds the position of the row to the error of a command. BAD_INPUT and UNKNOWN_CODE become
// BAD_RECORD: the command has a rule that Check does not know, but the file is wrong nevertheless.
func locateFault(at position, err error) error {
	if f, ok := fault.FromError(err); ok &&
		(errors.Is(f, fault.BadInput) || errors.Is(f, fault.UnknownCode)) {
		return fault.BadRecord.With("file", at.file, "line", at.line, "reason", f.Text(fault.English)).
			Wrap(err)
	}
	return fmt.Errorf("%s:%d: %w", at.file, at.line, err)
}
