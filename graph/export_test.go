package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	gqltransport "github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/graph/generated"
	"thidua/internal/store"
)

// UnlimitedHandler returns the executor without middleware and query limits, the baseline for measuring both.
func UnlimitedHandler(s *store.Store) http.Handler {
	resolvers := &Resolver{Reader: s.Reader(), Store: s}
	srv := handler.New(generated.NewExecutableSchema(generated.Config{Resolvers: resolvers}))
	srv.AddTransport(gqltransport.POST{})
	srv.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	srv.SetErrorPresenter(
		func(ctx context.Context, err error) *gqlerror.Error { return presentError(ctx, err, false) },
	)
	srv.SetRecoverFunc(panicFault)
	srv.AroundResponses(withResponseBatches)
	return srv
}

// SchemaTypes returns the types of the schema by name.
func SchemaTypes() map[string]*ast.Definition {
	return generated.NewExecutableSchema(generated.Config{}).Schema().Types
}

// IsSecretType reports whether responses of a type are never stored.
func IsSecretType(typ string) bool { return secretTypes[typ] }

// OutcomeFields returns the fields of results as which the outcome of a command can be read.
func OutcomeFields(ctx context.Context, s *store.Store) map[string]bool {
	fields := map[string]bool{"attendances": true}
	for name := range (&Resolver{Reader: s.Reader(), Store: s}).payloadBuilders(ctx) {
		fields[name] = true
	}
	return fields
}

// NewUnlimitedExecutor returns a function that executes operations without limits and without a network. Its
// responses are those that clients receive, also for operations that the limits would reject.
func NewUnlimitedExecutor(s *store.Store) func(context.Context, string, map[string]any) *graphql.Response {
	resolvers := &Resolver{Reader: s.Reader(), Store: s}
	exec := executor.New(generated.NewExecutableSchema(generated.Config{Resolvers: resolvers}))
	exec.SetErrorPresenter(
		func(ctx context.Context, err error) *gqlerror.Error { return presentError(ctx, err, false) },
	)
	exec.SetRecoverFunc(panicFault)
	exec.AroundOperations(resolvers.preparePositions)
	exec.AroundResponses(withResponseBatches)
	return func(ctx context.Context, query string, variables map[string]any) *graphql.Response {
		ctx = graphql.StartOperationTrace(ctx)
		oc, errs := exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: variables})
		if errs != nil {
			return exec.DispatchError(graphql.WithOperationContext(ctx, oc), errs)
		}
		respond, ctx := exec.DispatchOperation(ctx, oc)
		return respond(ctx)
	}
}

// NewestProposals selects the newest proposals.
var NewestProposals = newestProposals
