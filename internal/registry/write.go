package registry

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"thidua/ent"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// BatchSize is how many rows go into one statement: a row has up to 20 columns, and SQLite takes 32766 values.
const BatchSize = 500

// Write is what every verb of the record is: the operator's alone, its input checked, and one transaction. put may be
// run more than once (see store.Tx).
//
// Its refusals are FORBIDDEN and BAD_INPUT, those of put, and what the database says.
func Write[In any](ctx context.Context, s *store.Store, in In, check func(In, *Check), put func(context.Context, *ent.Tx, In) error) error {
	if err := viewer.RequireOperator(ctx); err != nil {
		return err
	}
	if err := Checked(in, check); err != nil {
		return err
	}
	return s.Tx(ctx, func(ctx context.Context, tx *ent.Tx) error { return put(ctx, tx, in) })
}

// Overwrite makes a create bring the row with the same id up to date where there is one. ent's own UpdateNewValues
// leaves a column alone that the create does not set; here it takes what a new row would have, which is null. Only the
// columns to keep stay as they are: what this input does not state.
func Overwrite(columns []string, keep ...string) []sql.ConflictOption {
	return []sql.ConflictOption{
		sql.ConflictColumns("id"),
		sql.ResolveWith(func(set *sql.UpdateSet) {
			for _, c := range columns {
				if c != "id" && !slices.Contains(keep, c) {
					set.SetExcluded(c)
				}
			}
		}),
	}
}

// Given is the value, or nil where an input leaves it out.
func Given[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

// Parked is added to the ordinals of parts whose ids do not come from their ordinals, before they are written anew: a
// row may take the place of another that has not moved yet, and places are unique. No input is as long.
const Parked = 1 << 30

// Undisputed refuses to remove parts that a discrepancy is about: the database would only take them off its list, and a
// discrepancy about nothing hidden is seen by everybody. disputed are those among the parts.
func Undisputed(ctx context.Context, field string, disputed interface {
	Exist(context.Context) (bool, error)
}) error {
	found, err := disputed.Exist(ctx)
	if err == nil && found {
		return fault.BadInput.With("reason", field+": "+StillReferredTo)
	}
	return err
}

// Remove removes the parts that are no longer given. Where others refer to one, the verb is refused with BAD_INPUT.
func Remove(ctx context.Context, field string, parts interface {
	Exec(context.Context) (int, error)
}) error {
	_, err := parts.Exec(ctx)
	if store.Classify(err) == store.ForeignKey {
		return fault.BadInput.With("reason", field+": "+StillReferredTo).Because(err)
	}
	return err
}
