package guard

import (
	"context"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
	"thidua/internal/ratelimit"
	"thidua/internal/viewer"
)

// Config configures an Extension.
type Config struct {
	Limits           Limits
	TrustedDocuments TrustedDocuments   // documents that can be requested by hash
	TrustedOnly      bool               // rejects all other documents
	Limiter          *ratelimit.Limiter // charges operations; nil charges nothing

	// PrivateSchema disables introspection for anonymous viewers.
	PrivateSchema bool
}

// Extension is a gqlgen extension that checks operations. gqlgen calls it, on every transport, before it
// parses and before it executes an operation.
type Extension struct {
	Config
	schema    *ast.Schema
	documents *lru[*document]
	persisted *lru[string] // texts of automatic persisted queries by hash

	hits, misses atomic.Uint64 // of Documents
}

var _ interface {
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
	graphql.ResponseInterceptor
} = (*Extension)(nil)

// Sizes of the caches: the documents of several dozen screens and of API explorers, and the persisted queries
// of as many clients.
const (
	maxDocuments, maxDocumentBytes  = 1000, 64 << 20
	maxPersisted, maxPersistedBytes = 1000, 8 << 20
)

// New returns an extension. Its Documents must be the server's query cache.
func New(c Config) *Extension {
	return &Extension{
		Config: c, documents: newLRU[*document](maxDocuments, maxDocumentBytes),
		persisted: newLRU[string](maxPersisted, maxPersistedBytes),
	}
}

// ExtensionName implements graphql.HandlerExtension.
func (*Extension) ExtensionName() string { return "Guard" }

// Validate keeps the schema for field lookups. It is called when the extension is added to a server.
func (e *Extension) Validate(schema graphql.ExecutableSchema) error {
	e.schema = schema.Schema()
	return nil
}

// MutateOperationParameters replaces a hash with its text and rejects documents that are too complex. A
// cached document was checked before; its variables are new each time.
func (e *Extension) MutateOperationParameters(ctx context.Context, raw *graphql.RawParams) *gqlerror.Error {
	hash, err := e.resolvePersisted(raw)
	if err != nil {
		return gqlerror.Wrap(err)
	}
	if _, known := e.documents.get(raw.Query); !known {
		if _, err := e.Limits.Check(raw.Query, e.schema); err != nil {
			if len(raw.Query) <= e.Limits.Bytes { // a longer one was not read
				ratelimit.ChargeInvalid(ctx, len(raw.Query))
			}
			return gqlerror.Wrap(err)
		}
	}
	if _, err := e.Limits.CheckVariables(raw.Variables); err != nil {
		return gqlerror.Wrap(err)
	}
	if hash != "" { // only documents that passed the checks are cached
		e.persisted.add(hash, raw.Query, len(hash)+len(raw.Query))
	}
	return nil
}

// MutateOperationContext rejects operations whose pages multiply beyond the limits and introspection of a
// private schema. It charges the operation last, when all other checks have passed. It is called for every
// operation, however its text was found, so the cache bypasses no check.
func (e *Extension) MutateOperationContext(
	ctx context.Context, operation *graphql.OperationContext,
) *gqlerror.Error {
	estimated := e.estimate(operation)
	ratelimit.RecordCost(operation, estimated.Cost) // also for the response of a rejected operation
	if err := checkLimits(
		limitCheck{"schema-cost", estimated.SchemaFields, e.Limits.SchemaCost},
		limitCheck{"filter-values", estimated.FilterValues, e.Limits.FilterValues},
		e.Limits.measureCost(ctx, estimated.Cost),
	); err != nil {
		ratelimit.ChargeInvalid(ctx, len(operation.RawQuery))
		return gqlerror.Wrap(err)
	}
	if err := checkSingleSubscriptionRoot(operation); err != nil {
		return err
	}
	// gqlgen disables introspection unless it is allowed here; who may use it is checked below.
	operation.DisableIntrospection = estimated.SchemaFields == 0
	if estimated.SchemaFields > 0 && !e.ShowsSchema(ctx) {
		return gqlerror.Wrap(fault.IntrospectionOff.With())
	}
	charged := estimated.Cost
	if operation.Operation.Operation == ast.Subscription {
		charged += openingCost
	}
	if err := e.Limiter.ChargeOperation(ctx, charged); err != nil {
		return gqlerror.Wrap(err)
	}
	return nil
}

// costExtension is the key under which a request asks for its cost, with true, and the response gives it.
const costExtension = "cost"

// InterceptResponse adds the estimated cost of the operation, in units, and its limit for the caller to the
// response, if the request asks for them. For a subscription that is the cost of each execution.
func (e *Extension) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	operation, response := graphql.GetOperationContext(ctx), next(ctx)
	if wanted, _ := operation.Extensions[costExtension].(bool); wanted && response != nil {
		check := e.Limits.measureCost(ctx, ratelimit.CostOf(operation))
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions[costExtension] = map[string]any{"estimated": check.value, "limit": check.max}
	}
	return response
}

// openingCost is the cost of opening a subscription, in units, beyond one execution of its selections: it is
// authorized, its stream is joined, and the entries after its position are looked up.
const openingCost = 2000

// measureCost returns the check of the cost of an operation against its limit for the caller in ctx.
func (l Limits) measureCost(ctx context.Context, cost int) limitCheck {
	if viewer.FromContext(ctx).Kind() == viewer.KindAnonymous {
		return limitCheck{"anonymous-cost", cost, l.AnonymousCost}
	}
	return limitCheck{"cost", cost, l.Cost}
}

// checkSingleSubscriptionRoot rejects a subscription with several root fields: gqlparser's rule accepts the
// same field under two aliases.
func checkSingleSubscriptionRoot(operation *graphql.OperationContext) *gqlerror.Error {
	if operation.Operation.Operation != ast.Subscription ||
		len(graphql.CollectFields(operation, operation.Operation.SelectionSet,
			[]string{"Subscription"})) == 1 {
		return nil
	}
	err := &gqlerror.Error{Message: "a subscription has one root field", Rule: "SingleFieldSubscriptions"}
	errcode.Set(err, errcode.ValidationFailed)
	return err
}

// ShowsSchema reports whether the viewer may see schema names that the operation does not contain:
// introspection, and suggestions in error messages.
func (e *Extension) ShowsSchema(ctx context.Context) bool {
	return !e.PrivateSchema || viewer.FromContext(ctx).Kind() != viewer.KindAnonymous
}
