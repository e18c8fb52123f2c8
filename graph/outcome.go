package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/once"
	"thidua/internal/transport"
)

// replay responds to a request whose change was committed before: with the stored response or, if the node
// stopped before storing it, by rendering it again from the outcome of the command. The command itself does
// not run.
func (r *Resolver) replay(
	ctx context.Context, next graphql.OperationHandler, request once.Request, prior *once.PriorRequest,
) graphql.ResponseHandler {
	if prior.Answer != nil {
		return graphql.OneShot(decodeResponse(ctx, prior.Answer))
	}
	operation := graphql.GetOperationContext(ctx)
	resolve := operation.ResolverMiddleware
	operation.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) {
		field := graphql.GetFieldContext(ctx)
		if field.Object != mutationType {
			return resolve(ctx, next)
		}
		return r.readOutcome(ctx, field.Field.Definition.Type.Name(), prior.Changed)
	}
	respond := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		response := respond(ctx)
		switch {
		case response == nil:
			return nil
		case !hasData(response) && isGone(response):
			return refusal(ctx, fault.AlreadyDone.With())
		case hasData(response):
			r.keep(ctx, request, response)
		}
		return transport.Replay(response)
	}
}

// isGone reports whether the changed row can no longer be read, because it was removed or hidden since.
func isGone(response *graphql.Response) bool {
	return len(response.Errors) > 0 && response.Errors[0].Extensions["code"] == string(fault.NotFound.Code())
}

// readOutcome reads the rows that a command changed, as its resolver does when the command returns. typeName
// is the type of the mutation's field, which determines the type of the rows.
func (r *Resolver) readOutcome(ctx context.Context, typeName string, ids []gid.ID) (any, error) {
	if typeName == "Attendance" && isList(ctx) {
		return value(r.delegates(ctx)(ids, nil))
	}
	read, known := r.outcomeReaders(ctx)[typeName]
	if !known || len(ids) != 1 {
		return nil, fault.NotFound.With()
	}
	return read(ids[0])
}

// isList reports whether the field that is being resolved is a list.
func isList(ctx context.Context) bool {
	return graphql.GetFieldContext(ctx).Field.Definition.Type.Elem != nil
}

// outcomeReaders returns a reader for each type of which a mutation returns one object.
func (r *Resolver) outcomeReaders(ctx context.Context) map[string]func(gid.ID) (any, error) {
	return map[string]func(gid.ID) (any, error){
		"Account":        reader(r.account(ctx)),
		"AgendaItem":     reader(r.agendaItem(ctx)),
		"Announcement":   reader(r.announcement(ctx)),
		"Attendance":     reader(r.delegate(ctx)),
		"Conference":     reader(r.conference(ctx)),
		"Directive":      reader(r.directive(ctx)),
		"FloorRequest":   reader(r.floorRequest(ctx)),
		"Grant":          reader(r.grant(ctx)),
		"Proposal":       reader(r.proposal(ctx)),
		"Report":         reader(r.report(ctx)),
		"Site":           reader(r.site(ctx)),
		"Task":           reader(r.task(ctx)),
		"TaskAssignment": reader(r.taskAssignment(ctx)),
		"Token":          reader(r.token(ctx)),
	}
}

// outcomeReader adapts the function that a resolver applies to the result of its command.
func reader[T any](changed func(gid.ID, error) (*T, error)) func(gid.ID) (any, error) {
	return func(id gid.ID) (any, error) { return value(changed(id, nil)) }
}

func value[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}
