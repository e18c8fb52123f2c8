package transport

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
	"thidua/internal/ratelimit"
)

// createOperation parses and validates the operation of a request, and charges the caller if it is invalid.
// It blocks until the address may have another document parsed; if that takes too long, err is
// TOO_MANY_OPERATIONS.
func createOperation(ctx context.Context, exec graphql.GraphExecutor, params *graphql.RawParams) (
	oc *graphql.OperationContext, errs gqlerror.List, err error,
) {
	end, err := ratelimit.BeginDocument(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer end()
	oc, errs = exec.CreateOperationContext(ctx, params)
	chargeInvalidDocument(ctx, params, errs)
	return oc, errs, nil
}

// executeRequest parses, validates and executes the operation of a request, and writes its response.
// Execution starts when there is room for the estimated response among the unread bytes of the address, which
// streams counts.
func executeRequest(
	w http.ResponseWriter, r *http.Request,
	exec graphql.GraphExecutor, responseType mediaType, params *graphql.RawParams, streams *Streams,
) {
	ctx := r.Context()
	oc, errs, err := createOperation(ctx, exec, params)
	if err != nil {
		WriteError(w, r, err)
		return
	}
	if oc != nil {
		RequestInfoFrom(ctx).setOperation(oc.Operation)
	}
	setRateLimitHeaders(w, r)
	if len(errs) > 0 && errors.Is(errs[0], fault.RateLimited) { // 429 for either type: proxies act on it
		WriteError(w, r, errs[0])
		return
	}
	if oc != nil && oc.Doc != nil && oc.Operation == nil {
		// The executor's own message echoes the name.
		respond(w, r, responseType, rejectionResponse(r, fault.UnknownOperation.With()))
		return
	}
	if len(errs) > 0 {
		respond(w, r, responseType, exec.DispatchError(graphql.WithOperationContext(ctx, oc), limitErrors(errs)))
		return
	}
	switch kind := oc.Operation.Operation; {
	case kind == ast.Subscription:
		respond(w, r, responseType, rejectionResponse(r, fault.SubscriptionTransport.With()))
		return
	case kind != ast.Query && r.Method != http.MethodPost: // 405 for either type, as the specification requires
		w.Header().Set("Allow", http.MethodPost)
		WriteError(w, r, fault.MethodNotAllowed)
		return
	}
	end, err := ratelimit.BeginExecution(ctx, oc)
	if err != nil {
		WriteError(w, r, err)
		return
	}
	end = sync.OnceFunc(end)
	defer end()
	// Only now, so that few responses are counted by their estimated size.
	reservation, err := streams.reserveResponse(r, oc)
	if err != nil {
		WriteError(w, r, err)
		return
	}
	defer reservation.release()
	responses, ctx := exec.DispatchOperation(ctx, oc)
	response := responses(ctx)
	limitResponseErrors(ctx, response)
	if response != nil {
		reservation.settle(len(response.Data))
	}
	end() // a client that does not read must not occupy slots
	switch {
	case response == nil: // the deadline passed before execution
		WriteError(w, r, fault.TimeoutOf(ctx, ctx.Err()))
	case response.HasNext != nil && *response.HasNext: // the rest would be lost
		respond(w, r, responseType, rejectionResponse(r, fault.DeferTransport.With()))
	default:
		respond(w, r, responseType, response)
	}
}
