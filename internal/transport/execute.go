package transport

import (
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/fault"
	"thidua/internal/guard"
)

// executeRequest executes one operation and writes its response. It starts when the response has room among
// the unread responses of its address, which live counts.
func execute(
	w http.ResponseWriter, r *http.Request,
	exec graphql.GraphExecutor, as media, params *graphql.RawParams, live *Live,
) {
	ctx := r.Context()
	oc, errs := exec.CreateOperationContext(ctx, params)
	if oc != nil {
		Here(ctx).runs(oc.Operation)
	}
	chargeInvalid(ctx, params, errs)
	tellRates(w, r)
	if len(errs) > 0 && errors.Is(errs[0], fault.RateLimited) { // 429 for either type: proxies act on it
		Refuse(w, r, errs[0])
		return
	}
	if oc != nil && oc.Doc != nil && oc.Operation == nil {
		answer(w, r, as, result(r, fault.UnknownOperation.With())) // the executor's own message echoes the name
		return
	}
	if len(errs) > 0 {
		answer(w, r, as, exec.DispatchError(graphql.WithOperationContext(ctx, oc), limitErrors(errs)))
		return
	}
	switch kind := oc.Operation.Operation; {
	case kind == ast.Subscription:
		answer(w, r, as, result(r, fault.SubscriptionTransport.With()))
		return
	case kind != ast.Query && r.Method != http.MethodPost: // as the specification requires: 405, for either type
		w.Header().Set("Allow", http.MethodPost)
		Refuse(w, r, fault.MethodNotAllowed)
		return
	}
	share, err := live.reserveRequest(r)
	if err != nil {
		Refuse(w, r, err)
		return
	}
	defer share.release()
	end, err := guard.BeginExecution(ctx)
	if err != nil {
		Refuse(w, r, err)
		return
	}
	response := func() *graphql.Response {
		defer end() // before the response is written: a client that does not read must not occupy slots
		responses, ctx := exec.DispatchOperation(ctx, oc)
		return responses(ctx)
	}()
	if response != nil {
		share.settle(len(response.Data))
	}
	switch {
	case response == nil: // the deadline passed before execution
		Refuse(w, r, fault.Timeout)
	case response.HasNext != nil && *response.HasNext: // the rest would be lost
		answer(w, r, as, result(r, fault.DeferTransport.With()))
	default:
		answer(w, r, as, response)
	}
}
