package command

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"thidua/internal/store"
	"thidua/internal/viewer"
)

// BatchSize is the number of rows in one statement: a row has up to 20 columns, and SQLite allows 32766
// variables.
const BatchSize = 500

// RunForOperator runs a command on the record: it requires the operator, validates the input and calls put in
// one transaction. put may run more than once (see store.Tx).
//
// Errors: FORBIDDEN, BAD_INPUT, those of put, and database errors.
func RunForOperator[In any](
	ctx context.Context, s *store.Store, in In,
	check func(In, *Validator), put func(context.Context, *store.Tx, In) error,
) error {
	if err := viewer.RequireOperator(ctx); err != nil {
		return err
	}
	if err := Validate(in, check); err != nil {
		return err
	}
	return s.Tx(ctx, func(ctx context.Context, tx *store.Tx) error { return put(ctx, tx, in) })
}

// UpsertAll makes a create overwrite an existing row with the same id. Unlike ent's UpdateNewValues it also
// sets columns that the create leaves out, to null. The columns in keep are left unchanged.
func UpsertAll(columns []string, keep ...string) []sql.ConflictOption {
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

// NilIfZero returns a pointer to the value, or nil for the zero value.
func NilIfZero[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

// OrdinalOffset is added to the ordinals of parts before they are rewritten: ordinals are unique, and a row
// may get the ordinal of one that is rewritten later. It is above every list length.
const OrdinalOffset = 1 << 30

// RequireNoDiscrepancy refuses to remove parts that a discrepancy refers to; disputed selects those. The
// database would only unlink them, and a discrepancy without hidden references is visible to everybody.
func RequireNoDiscrepancy(ctx context.Context, field string, disputed interface {
	Exist(context.Context) (bool, error)
}) error {
	found, err := disputed.Exist(ctx)
	if err == nil && found {
		return InvalidField(field, ReasonStillReferredTo)
	}
	return err
}

// RemoveParts deletes parts that are no longer given. It returns BAD_INPUT if a row refers to one.
func RemoveParts(ctx context.Context, field string, parts interface {
	Exec(context.Context) (int, error)
}) error {
	_, err := parts.Exec(ctx)
	if store.Classify(err) == store.KindForeignKey {
		return InvalidField(field, ReasonStillReferredTo).Wrap(err)
	}
	return err
}
