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

// carried is an operation that came over a socket or asks for an event stream.
type carried struct {
	live      *Live
	exec      graphql.GraphExecutor
	operation *graphql.OperationContext
}

// carry makes the operation of a request; its refusals, of the guard as well, are GraphQL errors.
func (l *Live) carry(ctx context.Context, exec graphql.GraphExecutor, params *graphql.RawParams) (carried, gqlerror.List) {
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

// presented is what the client is told of errors, by the one presenter.
func (c carried) presented(ctx context.Context, errs gqlerror.List) gqlerror.List {
	return c.exec.DispatchError(graphql.WithOperationContext(ctx, c.operation), limitErrors(errs)).Errors
}

// explained is what the client is told of an error: as it is where it was presented before.
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

// executeLimited executes a query or a mutation within the concurrency limits of its caller. It refuses with
// TOO_MANY_OPERATIONS.
func (c carried) executeLimited(ctx context.Context) *graphql.Response {
	end, err := guard.BeginExecution(ctx)
	if err != nil {
		return &graphql.Response{Errors: c.explained(ctx, err)}
	}
	defer end()
	return c.once(ctx)
}

// once executes the operation and gives its one answer.
func (c carried) once(ctx context.Context) *graphql.Response {
	responses, ctx := c.exec.DispatchOperation(ctx, c.operation)
	response := responses(ctx)
	switch {
	case response == nil && ctx.Err() == nil: // a subscription that is over, or only planned
		return &graphql.Response{}
	case response == nil:
		return told(ctx, fault.Timeout.With())
	case response.HasNext != nil && *response.HasNext:
		return told(ctx, fault.DeferTransport.With())
	}
	return response
}

// run is once, as package live wants it: which calls it on its own goroutines, where a panic would end the server.
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

// temporary is the error of an answer without data: a fault of its kind where the first error will be over by itself.
func temporary(errs gqlerror.List) error {
	if s := sentinels[fault.Code(codeOf(errs[0]))]; s != nil && s.Kind() == fault.KindUnavailable {
		return s.Because(errs)
	}
	return errs
}

// follow begins to follow what the operation subscribes to, from a position or from its own.
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
	if errors.Is(err, context.DeadlineExceeded) { // the journal did not answer
		err = fault.Timeout.Because(err)
	}
	return f, err
}

// marshalled is a response as it goes to the client.
func marshalled(response *graphql.Response) []byte {
	head, tail := frame(response)
	b := make([]byte, 0, len(head)+len(response.Data)+len(tail))
	return append(append(append(b, head...), response.Data...), tail...)
}

// told is the response that a fault of ours is.
func told(ctx context.Context, err *fault.Error) *graphql.Response {
	return resultIn(fault.LanguageOf(ctx), err)
}

// whoever is who asks, by the token that was brought.
func (l *Live) whoever(bearer string) func(context.Context) (viewer.Viewer, error) {
	return func(ctx context.Context) (viewer.Viewer, error) { return l.asking(ctx, bearer) }
}

// isOver tells whether an error says that who asks has to sign in anew.
func isOver(err error) bool {
	known, ok := fault.As(err)
	return ok && known.Kind() == fault.KindUnauthenticated
}

// isUnavailable tells whether an error will be over by itself.
func isUnavailable(err error) bool {
	known, ok := fault.As(err)
	return ok && known.Kind() == fault.KindUnavailable
}
