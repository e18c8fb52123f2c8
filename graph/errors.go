package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/ent"
	"thidua/internal/errorlimit"
	"thidua/internal/fault"
	"thidua/internal/gqlmessage"
	"thidua/internal/transport"
)

// presentError converts an error to the form sent to clients: a code, its parameters, and a message in the
// client's language. It is the only place that does so. An unexpected error shows only an id that is in the
// log. suggest allows messages to suggest names of the schema, for viewers to whom it is visible. Beyond
// errorlimit.Max errors it returns errorlimit.Omitted.
func presentError(ctx context.Context, err error, suggest bool) *gqlerror.Error {
	if !errorlimit.Count(ctx) {
		return errorlimit.Omitted
	}
	var given *gqlerror.Error
	if errors.As(err, &given) {
		if rejection := graphQLError(ctx, given, suggest); rejection != nil {
			return rejection
		}
	}
	argument := errorArgument(ctx, given, err)
	known := faultOf(ctx, err, argument)
	params := known.Params()
	if argument != "" && (known.Kind() == fault.KindInvalid || known.Kind() == fault.KindNotFound) {
		params["argument"] = argument
	}
	presented := &gqlerror.Error{
		Message:    known.Text(fault.LanguageFromContext(ctx)),
		Path:       errorPath(ctx, given),
		Extensions: map[string]any{"code": string(known.Code())},
	}
	if given != nil {
		presented.Locations = given.Locations
	}
	if len(params) > 0 {
		presented.Extensions["params"] = params
	}
	if fields := known.Fields(); len(fields) > 0 {
		presented.Extensions["fields"] = fields
	}
	return presented
}

// graphQLError translates errors of GraphQL itself, about a document that cannot be parsed or is invalid. It
// returns nil for all other errors.
func graphQLError(ctx context.Context, err *gqlerror.Error, suggest bool) *gqlerror.Error {
	var (
		known   *fault.Sentinel
		message string
		params  map[string]any
	)
	switch err.Extensions["code"] {
	case errcode.ParseFailed:
		known = fault.GraphQLParseFailed
		message, params = gqlmessage.ParseErrorMessage(err, fault.LanguageFromContext(ctx))
	case errcode.ValidationFailed:
		known = fault.GraphQLValidationFailed
		if suggest && graphql.HasOperationContext(ctx) {
			err = suggestInputFields(graphql.GetOperationContext(ctx), err)
		}
		message, params = gqlmessage.ValidationErrorMessage(err, fault.LanguageFromContext(ctx), suggest)
	default:
		return nil
	}
	return &gqlerror.Error{Message: message, Locations: err.Locations,
		Extensions: map[string]any{"code": string(known.Code()), "params": params}}
}

// errorArgument returns the argument that an error concerns, such as "first" or "where.validOn".
// gqlgen appends it to the path of the field, and a page error contains it.
func errorArgument(ctx context.Context, given *gqlerror.Error, err error) string {
	if field := graphql.GetPath(ctx); given != nil && len(field) > 0 && len(given.Path) > len(field) {
		return given.Path[len(field):].String()
	}
	var (
		page   *ent.PageError
		filter *ent.FilterError
	)
	switch {
	case errors.As(err, &page):
		return page.Argument
	case errors.As(err, &filter):
		return "where"
	case ent.IsNotFound(err):
		return soleArgumentName(ctx)
	}
	return ""
}

// soleArgumentName returns the name of the only argument of a field, or "".
func soleArgumentName(ctx context.Context) string {
	if fc := graphql.GetFieldContext(ctx); fc != nil && fc.Field.Field != nil &&
		len(fc.Field.Arguments) == 1 {
		return fc.Field.Arguments[0].Name
	}
	return ""
}

func errorPath(ctx context.Context, err *gqlerror.Error) ast.Path {
	if path := graphql.GetPath(ctx); len(path) > 0 {
		return path
	}
	if err != nil {
		return err.Path
	}
	return nil
}

// panicFault logs a panic and returns a fault with its incident id.
func panicFault(ctx context.Context, p any) error {
	return fault.Internal.With("id", transport.LogPanic(ctx, p))
}
