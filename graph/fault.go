package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/ent"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/transport"
	"thidua/internal/vi"
)

// faultOf returns the fault for an error. An unexpected error is logged and becomes INTERNAL.
func faultOf(ctx context.Context, err error, argument string) *fault.Error {
	known, ok := classifyError(err, argument)
	if !ok {
		known, ok = fault.FromError(store.ToFault(err))
	}
	switch {
	case !ok:
		return logUnexpected(ctx, err)
	case known.Code() == fault.Timeout.Code() && len(known.Params()) == 0:
		return fault.TimeoutOf(ctx, err)
	}
	return known
}

// classifyError returns the fault for an error by its type, and false if the type is unknown.
func classifyError(err error, argument string) (*fault.Error, bool) {
	if known, ok := fault.FromError(err); ok {
		return known, true
	}
	var (
		page   *ent.PageError
		filter *ent.FilterError
		id     *gid.Error
		value  *vi.Error
		given  *gqlerror.Error
	)
	switch {
	case ent.IsNotFound(err):
		return fault.NotFound.With(), true
	case errors.As(err, &page):
		return pageFault(page), true
	case errors.As(err, &filter):
		return fault.BadInput.With("reason", "EMPTY_FILTER"), true
	case errors.As(err, &id):
		return fault.BadID.With("reason", id.Reason), true
	case errors.As(err, &value):
		return valueFault(value), true
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return fault.Timeout.With(), true
	case errors.As(err, &given) && given.Extensions["code"] == "NOT_FOUND": // entgql's own
		return fault.NotFound.With(), true
	case argument == "after" || argument == "before": // entgql could not read the cursor
		return fault.BadCursor.With(), true
	case argument != "":
		return fault.BadInput.With("reason", "MALFORMED"), true
	}
	return nil, false
}

func pageFault(err *ent.PageError) *fault.Error {
	switch {
	case err.Argument == "after" || err.Argument == "before":
		return fault.BadCursor.With()
	case err.Reason == ent.ReasonNegative || err.Reason == ent.ReasonTooMany:
		return fault.PageSize.With("argument", err.Argument, "min", 0, "max", ent.MaxPageSize, "value", err.Value)
	}
	return fault.BadInput.With("reason", err.Reason)
}

func valueFault(err *vi.Error) *fault.Error {
	switch err.Type {
	case "SchoolYear":
		return fault.BadSchoolYear.With("reason", err.Reason)
	case "Date":
		return fault.BadDate.With("reason", err.Reason)
	case "Decimal":
		return fault.BadDecimal.With("reason", err.Reason)
	}
	return fault.BadInput.With("reason", err.Reason)
}

// logUnexpected logs an unexpected error with an incident id, and returns a fault that contains only the id.
func logUnexpected(ctx context.Context, err error) *fault.Error {
	id := transport.NewIncidentID()
	slog.ErrorContext(ctx, "unexpected error", "id", id, "path", graphql.GetPath(ctx).String(),
		"type", fmt.Sprintf("%T", rootCause(err)), "err", redact(ctx, err))
	return fault.Internal.With("id", id)
}
