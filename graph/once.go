package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
	"thidua/internal/once"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// once executes a mutation with a key only once, however often it is sent: the key and the outcome of the
// command are committed with what it changes, and the answer is stored afterwards. All other operations pass
// unchanged.
func (r *Resolver) once(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx)
	request, err := requestOf(ctx, operation)
	if err != nil {
		return graphql.OneShot(refusal(ctx, err))
	}
	if request == nil {
		return next(ctx)
	}
	prior, err := once.Look(ctx, r.Reader, *request)
	switch {
	case err != nil:
		return graphql.OneShot(refusal(ctx, err))
	case prior != nil:
		return r.replay(ctx, next, *request, prior)
	}
	claiming, claim := once.Take(ctx, *request)
	respond := next(claiming)
	var replayed graphql.ResponseHandler
	return func(ctx context.Context) *graphql.Response {
		if replayed != nil {
			return replayed(ctx)
		}
		response := respond(ctx)
		switch {
		case claim.Taken():
			replayed = r.replayConcurrent(ctx, next, *request)
			return replayed(ctx)
		case claim.Held() && response != nil:
			r.keep(ctx, *request, response)
		}
		return response
	}
}

// replayConcurrent answers a request when a concurrent one with the same key was committed first.
func (r *Resolver) replayConcurrent(ctx context.Context, next graphql.OperationHandler, request once.Request) graphql.ResponseHandler {
	prior, err := once.Look(ctx, r.Reader, request)
	switch {
	case err != nil:
		return graphql.OneShot(refusal(ctx, err))
	case prior == nil: // its key was removed at this very moment
		return graphql.OneShot(refusal(ctx, fault.IdempotencyKeyInUse.With()))
	}
	return r.replay(ctx, next, request, prior)
}

// requestOf is the request of an operation with a key; nil where there is none, or nothing to change. Several root fields
// are refused: each is a transaction of its own, so that some may be done and others not, which one key cannot tell.
func requestOf(ctx context.Context, operation *graphql.OperationContext) (*once.Request, error) {
	if operation.Operation.Operation != ast.Mutation {
		return nil, nil
	}
	key, err := transport.IdempotencyKey(operation)
	if err != nil || key == "" {
		return nil, err
	}
	verbs := 0
	for _, f := range rootFields(operation) {
		if f.Name != "__typename" {
			verbs++
		}
	}
	switch {
	case verbs == 0:
		return nil, nil
	case verbs > 1:
		return nil, fault.IdempotencyKeySeveralFields.With()
	case viewer.From(ctx).Account() == 0: // a key is an account's, and who has none may change nothing
		return nil, fault.Forbidden.With()
	}
	request, err := once.Of(viewer.From(ctx), key, operation.RawQuery, operation.Operation.Name, operation.Variables)
	return &request, err
}

const mutationType = "Mutation"

func rootFields(operation *graphql.OperationContext) []graphql.CollectedField {
	return graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{mutationType})
}

// decodeResponse returns the response that was stored.
func decodeResponse(ctx context.Context, kept []byte) *graphql.Response {
	var first answer
	if err := json.Unmarshal(kept, &first); err != nil {
		return refusal(ctx, err)
	}
	return transport.Replay(&graphql.Response{Errors: first.Errors, Data: first.Data})
}

func refusal(ctx context.Context, err error) *graphql.Response {
	return &graphql.Response{Errors: gqlerror.List{present(ctx, err, false)}}
}

// answer is a response as it is kept.
type answer struct {
	Errors gqlerror.List   `json:"errors,omitempty"`
	Data   json.RawMessage `json:"data"`
}

// shownOnce are the types of answers that hold a secret. A token is in the database as a hash alone; a check-in code is worth
// nothing once there is a later one, and whoever was given it again would show it in the hall.
var shownOnce = map[string]bool{"IssuedToken": true, "CheckInCode": true}

// keeping is how long keeping an answer may take: its request may have none of its own time left.
const keeping = 5 * time.Second

// keep keeps the answer to a change that is made. Where it cannot be kept the client has it all the same.
func (r *Resolver) keep(ctx context.Context, request once.Request, response *graphql.Response) {
	kept, err := keepable(ctx, response)
	if err == nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keeping)
		defer cancel()
		err = once.Keep(ctx, r.Store, request, kept)
	}
	if err != nil {
		slog.WarnContext(ctx, "the answer to a change with a key could not be kept", "error", discreet(ctx, err))
	}
}

func hasData(response *graphql.Response) bool {
	return len(response.Data) > 0 && string(response.Data) != "null"
}

// keepable is what is kept of an answer: nil of one without data, whose change is made all the same, and of one with a secret.
func keepable(ctx context.Context, response *graphql.Response) ([]byte, error) {
	if !hasData(response) {
		return nil, nil
	}
	for _, f := range rootFields(graphql.GetOperationContext(ctx)) {
		if shownOnce[f.Definition.Type.Name()] {
			return nil, nil
		}
	}
	var kept bytes.Buffer
	encoder := json.NewEncoder(&kept)
	encoder.SetEscapeHTML(false) // the data stays as it is, byte for byte
	err := encoder.Encode(answer{response.Errors, response.Data})
	return kept.Bytes(), err
}
