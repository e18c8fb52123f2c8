package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/fault"
	"thidua/internal/journal"
	"thidua/internal/ratelimit"
	"thidua/internal/store"
)

// minPositionExtension is the extension of a request with the position that a query waits for.
const minPositionExtension = "minPosition"

// A query waits at most minPositionWait for its position. It reads the heads of the streams again after
// minPositionPoll, doubling the delay each time, up to maxPositionPoll.
const (
	minPositionWait = 2 * time.Second
	minPositionPoll = 10 * time.Millisecond
	maxPositionPoll = 200 * time.Millisecond
)

// readHeadsCost is the cost of reading the heads of all streams, in units.
const readHeadsCost = 200

// awaitMinPosition returns when the database, as the Reader sees it, contains the event at the position that
// a query requires in its extensions; other operations require none. On one database the first read finds it:
// only a Reader on a replica can be behind. Between reads it holds no connection.
//
// Errors: BAD_PARAMETER, BAD_POSITION, POSITION_LOST for a forged position or one of another epoch,
// POSITION_NOT_REACHED after minPositionWait, and TIMEOUT.
func (r *Resolver) awaitMinPosition(ctx context.Context) (context.Context, error) {
	position, err := requiredPosition(graphql.GetOperationContext(ctx))
	if err != nil || position == nil {
		return ctx, err
	}
	readCtx, start := store.WithStatementAcquire(ctx, ratelimit.BeginStatement), time.Now()
	for delay := minPositionPoll; ; delay = min(2*delay, maxPositionPoll) {
		ratelimit.ChargeUnconditionally(ctx, readHeadsCost)
		heads, err := journal.ReadHeads(readCtx, r.Reader)
		if err != nil {
			return ctx, err
		}
		switch reached, err := heads.Contains(*position); {
		case err != nil:
			return ctx, err
		case reached:
			return context.WithValue(ctx, positionsKey{}, heads), nil
		case time.Since(start) >= minPositionWait:
			return ctx, fault.PositionNotReached.With("limit", "min-position-wait",
				"max", minPositionWait.Milliseconds(), "value", time.Since(start).Milliseconds())
		}
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return ctx, ctx.Err()
		}
	}
}

// requiredPosition returns the position in the extensions of a query; nil for none.
func requiredPosition(operation *graphql.OperationContext) (*journal.Position, error) {
	given := operation.Extensions[minPositionExtension]
	if given == nil || operation.Operation.Operation != ast.Query {
		return nil, nil
	}
	text, isText := given.(string)
	if !isText {
		return nil, fault.BadParameter.With("parameter", "extensions."+minPositionExtension,
			"reason", "NOT_A_STRING")
	}
	position, err := journal.ParsePosition(text)
	return &position, err
}
