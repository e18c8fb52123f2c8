package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/ent"
	"thidua/internal/fault"
	"thidua/internal/transport"
	"thidua/internal/wording"
)

// present is the one place where an error becomes what a client sees: a code, its parameters, and a text in the
// client's language. What is not expected says only an id that is in the log; names of the schema that were not sent are
// suggested only to whom they are shown.
func present(ctx context.Context, err error, suggest bool) *gqlerror.Error {
	var given *gqlerror.Error
	if errors.As(err, &given) {
		if told := byTheLanguage(ctx, given, suggest); told != nil {
			return told
		}
	}
	argument := argumentOf(ctx, given, err)
	known := faultOf(ctx, err, argument)
	params := known.Params()
	if argument != "" && (known.Kind() == fault.KindInvalid || known.Kind() == fault.KindNotFound) {
		params["argument"] = argument
	}
	presented := &gqlerror.Error{
		Message:    known.Text(fault.LanguageOf(ctx)),
		Path:       pathOf(ctx, given),
		Extensions: map[string]any{"code": string(known.Code())},
	}
	if given != nil {
		presented.Locations = given.Locations
	}
	if len(params) > 0 {
		presented.Extensions["params"] = params
	}
	return presented
}

// byTheLanguage tells what GraphQL itself refuses, a document that does not parse or is not valid, in our words; nil for
// all else.
func byTheLanguage(ctx context.Context, err *gqlerror.Error, suggest bool) *gqlerror.Error {
	var (
		known   *fault.Sentinel
		message string
		params  map[string]any
	)
	switch err.Extensions["code"] {
	case errcode.ParseFailed:
		known = fault.GraphQLParseFailed
		message, params = wording.OfParsing(err, fault.LanguageOf(ctx))
	case errcode.ValidationFailed:
		known = fault.GraphQLValidationFailed
		message, params = wording.OfValidation(err, fault.LanguageOf(ctx), suggest)
	default:
		return nil
	}
	return &gqlerror.Error{Message: message, Locations: err.Locations, Extensions: map[string]any{"code": string(known.Code()), "params": params}}
}

// argumentOf is the argument that an error is about, such as "first" or "where.validOn": gqlgen puts it behind the path
// of the field, and a page error names it itself.
func argumentOf(ctx context.Context, given *gqlerror.Error, err error) string {
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
		return keyOf(ctx)
	}
	return ""
}

// keyOf is the only argument of a field that looks one thing up.
func keyOf(ctx context.Context) string {
	if fc := graphql.GetFieldContext(ctx); fc != nil && fc.Field.Field != nil && len(fc.Field.Arguments) == 1 {
		return fc.Field.Arguments[0].Name
	}
	return ""
}

func pathOf(ctx context.Context, err *gqlerror.Error) ast.Path {
	if path := graphql.GetPath(ctx); len(path) > 0 {
		return path
	}
	if err != nil {
		return err.Path
	}
	return nil
}

// caught logs a panic and makes the same fault of it.
func caught(ctx context.Context, p any) error {
	return fault.Internal.With("id", transport.Incident(ctx, p))
}
