package transport

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
	"thidua/internal/live"
	"thidua/internal/ratelimit"
	"thidua/internal/viewer"
)

// preparedOperation is a validated operation of a socket or an event stream.
type preparedOperation struct {
	streams   *Streams
	exec      graphql.GraphExecutor
	operation *graphql.OperationContext
}

// prepare parses and validates the operation of a request; all failures, including those of guard, are
// GraphQL errors.
func (s *Streams) prepare(
	ctx context.Context, exec graphql.GraphExecutor, params *graphql.RawParams,
) (preparedOperation, gqlerror.List) {
	oc, errs, err := createOperation(ctx, exec, params)
	p := preparedOperation{s, exec, oc}
	switch {
	case err != nil:
		return p, p.toErrors(ctx, err)
	case oc != nil && oc.Doc != nil && oc.Operation == nil:
		return p, faultResponse(ctx, fault.UnknownOperation.With()).Errors
	case len(errs) > 0:
		return p, p.present(ctx, errs)
	}
	return p, nil
}

// present returns errors as the client gets them, using the only error presenter.
func (p preparedOperation) present(ctx context.Context, errs gqlerror.List) gqlerror.List {
	return p.exec.DispatchError(graphql.WithOperationContext(ctx, p.operation), limitErrors(errs)).Errors
}

// toErrors returns an error as the client gets it, without presenting it twice.
func (p preparedOperation) toErrors(ctx context.Context, err error) gqlerror.List {
	var list gqlerror.List
	if errors.As(err, &list) {
		return list
	}
	if known, ok := fault.FromError(err); ok {
		return faultResponse(ctx, known).Errors
	}
	return p.present(ctx, gqlerror.List{gqlerror.Wrap(err)})
}

func (p preparedOperation) isSubscription() bool {
	return p.operation.Operation.Operation == ast.Subscription
}

func (p preparedOperation) isMutation() bool { return p.operation.Operation.Operation == ast.Mutation }

// executeSingle executes the operation and returns its single response.
func (p preparedOperation) executeSingle(ctx context.Context) *graphql.Response {
	responses, ctx := p.exec.DispatchOperation(ctx, p.operation)
	response := responses(ctx)
	limitResponseErrors(ctx, response)
	switch {
	case response == nil && ctx.Err() == nil: // a subscription that has ended, or was only authorized
		return &graphql.Response{}
	case response == nil:
		return faultResponse(ctx, fault.TimeoutOf(ctx, ctx.Err()))
	case response.HasNext != nil && *response.HasNext:
		return faultResponse(ctx, fault.DeferTransport.With())
	}
	return response
}

// executeForHub is executeSingle for package live, which calls it on its own goroutines, where a panic would
// crash the process.
func (p preparedOperation) executeForHub(ctx context.Context) (payload []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			response := faultResponse(ctx, fault.Internal.With("id", LogPanic(ctx, p)))
			payload, err = marshalResponse(response), response.Errors
		}
	}()
	response := p.executeSingle(ctx)
	payload = marshalResponse(response)
	if transient := transientError(response.Errors); transient != nil {
		return payload, transient
	}
	if len(response.Errors) > 0 && (len(response.Data) == 0 || string(response.Data) == "null") {
		return payload, response.Errors
	}
	return payload, nil
}

// transientError returns a fault of kind UNAVAILABLE if an error of a response is transient, even if other
// fields have data: a field that is null because of it would tell clients that they may not see an object.
func transientError(errs gqlerror.List) error {
	for _, err := range errs {
		if s := sentinelByCode[fault.Code(errorCode(err))]; s != nil && s.Kind() == fault.KindUnavailable {
			return s.Wrap(errs)
		}
	}
	return nil
}

// subscribe opens the subscription, after a position in the request or in the operation.
func (p preparedOperation) subscribe(
	ctx context.Context, language string, request live.Request,
) (*live.Subscription, error) {
	if p.streams.Hub == nil {
		return nil, fault.SubscriptionTransport.With()
	}
	request.Key = operationKey(p.operation.RawQuery, p.operation.Operation, p.operation.Variables, language)
	request.Charge = ratelimit.SharedExecutionChargeOf(ctx, p.operation).TryCharge
	request.Execute = func(ctx context.Context) ([]byte, error) {
		return p.executeForHub(fault.WithLanguage(ctx, language))
	}
	if request.After == nil {
		var err error
		if request.After, err = requestedPosition(p.operation); err != nil {
			return nil, err
		}
	}
	subscription, err := p.streams.Hub.Subscribe(ctx, request)
	if errors.Is(err, context.DeadlineExceeded) { // the journal did not respond
		err = fault.TimeoutOf(ctx, err)
	}
	return subscription, err
}

// marshalResponse returns a response as JSON.
func marshalResponse(response *graphql.Response) []byte {
	head, tail := responseEnvelope(response)
	b := make([]byte, 0, len(head)+len(response.Data)+len(tail))
	return append(append(append(b, head...), response.Data...), tail...)
}

// faultResponse returns the response for a fault.
func faultResponse(ctx context.Context, err *fault.Error) *graphql.Response {
	return faultResponseIn(fault.LanguageFromContext(ctx), err)
}

// viewerSource returns a function that authenticates a token anew.
func (s *Streams) viewerSource(bearer string) func(context.Context) (viewer.Viewer, error) {
	return func(ctx context.Context) (viewer.Viewer, error) { return s.authenticate(ctx, bearer) }
}

// isUnauthenticated reports whether the client has to authenticate again.
func isUnauthenticated(err error) bool {
	known, ok := fault.FromError(err)
	return ok && known.Kind() == fault.KindUnauthenticated
}

// isUnavailable reports whether an error is transient.
func isUnavailable(err error) bool {
	known, ok := fault.FromError(err)
	return ok && known.Kind() == fault.KindUnavailable
}
