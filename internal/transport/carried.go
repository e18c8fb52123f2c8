package transport

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/live"
	"thidua/internal/viewer"
)

// preparedOperation is a validated operation of a socket or an event stream.
type carried struct {
	live      *Live
	exec      graphql.GraphExecutor
	operation *graphql.OperationContext
}

// prepare parses and validates the operation of a request; all failures, including those of guard, are
// GraphQL errors.
func (l *Live) carry(
	ctx context.Context, exec graphql.GraphExecutor, params *graphql.RawParams,
) (carried, gqlerror.List) {
	oc, errs := exec.CreateOperationContext(ctx, params)
	chargeInvalid(ctx, params, errs)
	c := carried{l, exec, oc}
	switch {
	case oc != nil && oc.Doc != nil && oc.Operation == nil:
		return c, told(ctx, fault.UnknownOperation.With()).Errors
	case len(errs) > 0:
		return c, c.presented(ctx, errs)
	}
	return c, nil
}

// present returns errors as the client gets them, using the only error presenter.
func (c carried) presented(ctx context.Context, errs gqlerror.List) gqlerror.List {
	return c.exec.DispatchError(graphql.WithOperationContext(ctx, c.operation), limitErrors(errs)).Errors
}

// toErrors returns an error as the client gets it, without presenting it twice.
func (c carried) explained(ctx context.Context, err error) gqlerror.List {
	if list, ok := err.(gqlerror.List); ok {
		return list
	}
	if known, ok := fault.As(err); ok {
		return told(ctx, known).Errors
	}
	return c.presented(ctx, gqlerror.List{gqlerror.Wrap(err)})
}

func (c carried) isSubscription() bool { return c.operation.Operation.Operation == ast.Subscription }

func (c carried) isMutation() bool { return c.operation.Operation.Operation == ast.Mutation }

// executeLimited executes a query or a mutation within the concurrency limits of its caller. It fails with
// TOO_MANY_OPERATIONS.
func (c carried) executeLimited(ctx context.Context) *graphql.Response {
	end, err := guard.BeginExecution(ctx)
	if err != nil {
		return &graphql.Response{Errors: c.explained(ctx, err)}
	}
	defer end()
	return c.once(ctx)
}

// executeOnce executes the operation and returns its single response.
func (c carried) once(ctx context.Context) *graphql.Response {
	responses, ctx := c.exec.DispatchOperation(ctx, c.operation)
	response := responses(ctx)
	switch {
	case response == nil && ctx.Err() == nil: // a subscription that has ended, or was only authorized
		return &graphql.Response{}
	case response == nil:
		return told(ctx, fault.Timeout.With())
	case response.HasNext != nil && *response.HasNext:
		return told(ctx, fault.DeferTransport.With())
	}
	return response
}

// executeForHub is executeOnce for package live, which calls it on its own goroutines, where a panic would
// crash the process.
func (c carried) run(ctx context.Context) (answer []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			response := told(ctx, fault.Internal.With("id", Incident(ctx, p)))
			answer, err = marshalled(response), response.Errors
		}
	}()
	response := c.once(ctx)
	if len(response.Errors) > 0 && (len(response.Data) == 0 || string(response.Data) == "null") {
		return marshalled(response), temporary(response.Errors)
	}
	return marshalled(response), nil
}

// retryableError returns the error of a response without data: a fault of kind UNAVAILABLE if the first
// error is transient.
func temporary(errs gqlerror.List) error {
	if s := sentinels[fault.Code(codeOf(errs[0]))]; s != nil && s.Kind() == fault.KindUnavailable {
		return s.Because(errs)
	}
	return errs
}

// subscribe opens the subscription, after a position in the request or in the operation.
func (c carried) follow(ctx context.Context, language string, request live.Request) (*live.Follower, error) {
	if c.live.Hub == nil {
		return nil, fault.SubscriptionTransport.With()
	}
	request.Key = operationKey(c.operation.RawQuery, c.operation.Operation, c.operation.Variables, language)
	request.Charge = guard.RefreshOf(ctx, c.operation).Charge
	request.Run = func(ctx context.Context) ([]byte, error) { return c.run(fault.WithLanguage(ctx, language)) }
	if request.After == nil {
		var err error
		if request.After, err = positionOf(c.operation); err != nil {
			return nil, err
		}
	}
	f, err := c.live.Hub.Open(ctx, request)
	if errors.Is(err, context.DeadlineExceeded) { // the journal did not respond
		err = fault.Timeout.Because(err)
	}
	return f, err
}

// marshalResponse returns a response as JSON.
func marshalled(response *graphql.Response) []byte {
	head, tail := frame(response)
	b := make([]byte, 0, len(head)+len(response.Data)+len(tail))
	return append(append(append(b, head...), response.Data...), tail...)
}

// faultResponse returns the response for a fault.
func told(ctx context.Context, err *fault.Error) *graphql.Response {
	return resultIn(fault.LanguageOf(ctx), err)
}

// viewerSource returns a function that authenticates a token anew.
func (l *Live) whoever(bearer string) func(context.Context) (viewer.Viewer, error) {
	return func(ctx context.Context) (viewer.Viewer, error) { return l.asking(ctx, bearer) }
}

// isUnauthenticated reports whether the client has to authenticate again.
func isOver(err error) bool {
	known, ok := fault.As(err)
	return ok && known.Kind() == fault.KindUnauthenticated
}

// isUnavailable reports whether an error is transient.
func isUnavailable(err error) bool {
	known, ok := fault.As(err)
	return ok && known.Kind() == fault.KindUnavailable
}
