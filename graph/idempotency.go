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
	"thidua/internal/idempotency"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// executeIdempotent executes a mutation with an idempotency key only once, however often it is sent: the key
// and the outcome of the command are committed with its changes, and the response is stored afterwards. All
// other operations pass unchanged.
func (r *Resolver) executeIdempotent(
	ctx context.Context, next graphql.OperationHandler,
) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx)
	request, err := idempotentRequest(ctx, operation)
	if err != nil {
		return graphql.OneShot(errorResponse(ctx, err))
	}
	if request == nil {
		return next(ctx)
	}
	prior, err := idempotency.Lookup(ctx, r.Reader, *request)
	switch {
	case err != nil:
		return graphql.OneShot(errorResponse(ctx, err))
	case prior != nil:
		return r.replayResponse(ctx, next, *request, prior)
	}
	claimCtx, claim := idempotency.WithClaim(ctx, *request)
	respond := next(claimCtx)
	var replay graphql.ResponseHandler
	return func(ctx context.Context) *graphql.Response {
		if replay != nil {
			return replay(ctx)
		}
		response := respond(ctx)
		switch {
		case claim.Conflicted():
			replay = r.replayConcurrent(ctx, next, *request)
			return replay(ctx)
		case claim.Committed() && response != nil:
			r.storeResponse(ctx, *request, response)
		}
		return response
	}
}

// replayConcurrent replays the response of a concurrent request with the same key that was committed first.
func (r *Resolver) replayConcurrent(
	ctx context.Context, next graphql.OperationHandler, request idempotency.Request,
) graphql.ResponseHandler {
	prior, err := idempotency.Lookup(ctx, r.Reader, request)
	switch {
	case err != nil:
		return graphql.OneShot(errorResponse(ctx, err))
	case prior == nil: // its key was removed in the meantime
		return graphql.OneShot(errorResponse(ctx, fault.IdempotencyKeyInUse.With()))
	}
	return r.replayResponse(ctx, next, request, prior)
}

// idempotentRequest returns the request of a mutation with a key, or nil if the operation has no key or no
// mutation field. Several root fields are rejected: each is a transaction of its own, and one key cannot
// represent a partial success.
func idempotentRequest(
	ctx context.Context, operation *graphql.OperationContext,
) (*idempotency.Request, error) {
	if operation.Operation.Operation != ast.Mutation {
		return nil, nil
	}
	key, err := transport.IdempotencyKey(operation)
	if err != nil || key == "" {
		return nil, err
	}
	mutations := 0
	for _, f := range rootFields(operation) {
		if f.Name != "__typename" {
			mutations++
		}
	}
	switch {
	case mutations == 0:
		return nil, nil
	case mutations > 1:
		return nil, fault.IdempotencyKeySeveralFields.With()
	// keys belong to accounts, and without an account no changes are allowed
	case viewer.FromContext(ctx).Account() == 0:
		return nil, fault.Unauthenticated.With()
	}
	request, err := idempotency.NewRequest(viewer.FromContext(ctx), key, operation.RawQuery,
		operation.Operation.Name, operation.Variables)
	return &request, err
}

const mutationType = "Mutation"

func rootFields(operation *graphql.OperationContext) []graphql.CollectedField {
	return graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{mutationType})
}

// decodeResponse returns a stored response.
func decodeResponse(ctx context.Context, kept []byte) *graphql.Response {
	var first storedResponse
	if err := json.Unmarshal(kept, &first); err != nil {
		return errorResponse(ctx, err)
	}
	return transport.MarkReplayed(&graphql.Response{Errors: first.Errors, Data: first.Data})
}

func errorResponse(ctx context.Context, err error) *graphql.Response {
	return &graphql.Response{Errors: gqlerror.List{presentError(ctx, err, false)}}
}

// storedResponse is the stored form of a response.
type storedResponse struct {
	Errors gqlerror.List   `json:"errors,omitempty"`
	Data   json.RawMessage `json:"data"`
}

// secretTypes are the types whose responses contain a secret and are not stored. Of a token the database has
// only the hash. A check-in code becomes invalid when a later one is issued, and a client that received it
// again would display it.
var secretTypes = map[string]bool{"IssueTokenPayload": true, "IssueCheckInCodePayload": true}

// storeTimeout limits storing a response, because the deadline of its request may have passed.
const storeTimeout = 5 * time.Second

// storeResponse stores the response of a committed command. If that fails, the client still receives it.
func (r *Resolver) storeResponse(
	ctx context.Context, request idempotency.Request, response *graphql.Response,
) {
	kept, err := encodeStorable(ctx, response)
	if err == nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
		defer cancel()
		err = idempotency.StoreResponse(ctx, r.Store, request, kept)
	}
	if err != nil {
		slog.WarnContext(ctx, "storing idempotent response failed", "err", redact(ctx, err))
	}
}

func hasData(response *graphql.Response) bool {
	return len(response.Data) > 0 && string(response.Data) != "null"
}

// encodeStorable encodes a response for storage. It returns nil for a response without data, whose change is
// committed nevertheless, and for one with a secret.
func encodeStorable(ctx context.Context, response *graphql.Response) ([]byte, error) {
	if !hasData(response) {
		return nil, nil
	}
	for _, f := range rootFields(graphql.GetOperationContext(ctx)) {
		if secretTypes[f.Definition.Type.Name()] {
			return nil, nil
		}
	}
	var kept bytes.Buffer
	encoder := json.NewEncoder(&kept)
	encoder.SetEscapeHTML(false) // keep the data byte for byte
	err := encoder.Encode(storedResponse{response.Errors, response.Data})
	return kept.Bytes(), err
}
