package guard

import (
	"context"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

// Config says what is let through.
type Config struct {
	Limits      Limits
	Trusted     Trusted // documents that may be asked for by hash
	TrustedOnly bool    // and nothing else may
	Till        *Till   // where operations are paid for; nil if they are not

	// PrivateSchema keeps the schema's description of itself from who has not signed in.
	PrivateSchema bool
}

// Extension is the guard at gqlgen's door: gqlgen calls it on every transport, before it parses and before it executes.
type Extension struct {
	Config
	schema    *ast.Schema
	documents *memory[*document]
	sent      *memory[string] // texts of automatic persisted queries by hash

	hits, misses atomic.Uint64 // of Documents
}

var _ interface {
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = (*Extension)(nil)

// How much is remembered: the documents of some dozen screens and some exploring, and the texts of as many clients.
const (
	documentsKept, documentBytes = 1000, 64 << 20
	sentKept, sentBytes          = 1000, 8 << 20
)

// New makes a guard. Its Documents must be the server's query cache.
func New(c Config) *Extension {
	return &Extension{Config: c, documents: newMemory[*document](documentsKept, documentBytes), sent: newMemory[string](sentKept, sentBytes)}
}

// ExtensionName is the guard's name to gqlgen.
func (*Extension) ExtensionName() string { return "Guard" }

// Validate is called when the guard is set before a schema: it looks up fields there.
func (e *Extension) Validate(of graphql.ExecutableSchema) error {
	e.schema = of.Schema()
	return nil
}

// MutateOperationParameters puts the text of a hash in and refuses what is too complex. A document that is remembered
// was let through before; its variables are new each time.
func (e *Extension) MutateOperationParameters(_ context.Context, raw *graphql.RawParams) *gqlerror.Error {
	hash, err := e.resolve(raw)
	if err != nil {
		return gqlerror.Wrap(err)
	}
	if _, known := e.documents.get(raw.Query); !known {
		if _, err := e.Limits.Check(raw.Query, e.schema); err != nil {
			return gqlerror.Wrap(err)
		}
	}
	if _, err := e.Limits.CheckVariables(raw.Variables); err != nil {
		return gqlerror.Wrap(err)
	}
	if hash != "" { // only what was let through is remembered
		e.sent.add(hash, raw.Query, len(hash)+len(raw.Query))
	}
	return nil
}

// MutateOperationContext refuses an operation whose pages multiply to too much, one that asks a private schema for its
// description, and at last, when all else is well, one that is not paid for. It is called for every operation, however its
// text was found, so what is remembered of a document opens nothing.
func (e *Extension) MutateOperationContext(ctx context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	price := e.price(operation)
	if err := first(bound{"schema-cost", price.Schema, e.Limits.SchemaCost}, bound{"filter-values", price.Filters, e.Limits.FilterValues},
		e.Limits.costBound(ctx, price.Cost)); err != nil {
		return gqlerror.Wrap(err)
	}
	if err := oneStream(operation); err != nil {
		return err
	}
	operation.DisableIntrospection = price.Schema == 0 // gqlgen's own lock stays on where it is not needed
	if price.Schema > 0 && !e.ShowsSchema(ctx) {
		return gqlerror.Wrap(fault.IntrospectionOff.With())
	}
	if err := e.Till.Charge(ctx, price.Cost); err != nil {
		return gqlerror.Wrap(err)
	}
	recordPrice(operation, price.Cost)
	return nil
}

// costBound returns the limit of the cost for the caller of ctx.
func (most Limits) costBound(ctx context.Context, cost int) bound {
	if viewer.From(ctx).Kind() == viewer.KindAnonymous {
		return bound{"anonymous-cost", cost, most.AnonymousCost}
	}
	return bound{"cost", cost, most.Cost}
}

// oneStream refuses a subscription to more than one: gqlparser's rule takes one field under two names for one.
func oneStream(operation *graphql.OperationContext) *gqlerror.Error {
	if operation.Operation.Operation != ast.Subscription ||
		len(graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Subscription"})) == 1 {
		return nil
	}
	err := &gqlerror.Error{Message: "a subscription has one root field", Rule: "SingleFieldSubscriptions"}
	errcode.Set(err, errcode.ValidationFailed)
	return err
}

// ShowsSchema says whether who is asking may know what they have not named themselves: the schema's description, and
// suggestions in what is told of a mistake.
func (e *Extension) ShowsSchema(ctx context.Context) bool {
	return !e.PrivateSchema || viewer.From(ctx).Kind() != viewer.KindAnonymous
}
