package exec_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/graph/exec"
)

// TestArguments_DecodedOnce checks that the arguments of a field are decoded once for all its parents, also
// if that fails, and again for another type, another field, and in another operation.
func TestArguments_DecodedOnce(t *testing.T) {
	operation := func() context.Context {
		return exec.WithArgumentDecoding(t.Context(), func() map[reflect.Type]reflect.Value { return nil })
	}
	ctx, times := operation(), 0
	decode := func(ctx context.Context, object string, field *ast.Field, fails error) {
		t.Helper()
		fc := &graphql.FieldContext{Object: object, Field: graphql.CollectedField{Field: field}}
		args, err := exec.Arguments(ctx, fc, func() (map[string]any, error) {
			times++
			return map[string]any{"first": 7}, fails
		})
		if !errors.Is(err, fails) || args["first"] != 7 {
			t.Errorf("%v, %v", args, err)
		}
	}
	units, sites, invalid := &ast.Field{Name: "units"}, &ast.Field{Name: "sites"}, errors.New("a year")
	for _, c := range []struct {
		ctx    context.Context
		object string
		field  *ast.Field
		fails  error
		want   int
	}{
		{ctx, "Province", units, nil, 1},
		{ctx, "Province", units, nil, 1},
		{ctx, "Unit", units, nil, 2},
		{ctx, "Province", sites, invalid, 3},
		{ctx, "Province", sites, invalid, 3},
		{operation(), "Province", units, nil, 4},
		{t.Context(), "Province", units, nil, 5},
		{t.Context(), "Province", units, nil, 6},
	} {
		if decode(c.ctx, c.object, c.field, c.fails); times != c.want {
			t.Errorf("%s.%s: decoded %d times, want %d", c.object, c.field.Name, times, c.want)
		}
	}
}

// TestArguments_ErrorMoves checks that each parent gets an error at its own path.
func TestArguments_ErrorMoves(t *testing.T) {
	ctx := exec.WithArgumentDecoding(t.Context(), func() map[reflect.Type]reflect.Value { return nil })
	field := &ast.Field{Name: "units", Alias: "units"}
	for i, want := range []string{"provinces[0].units.where.idIn[1]", "provinces[1].units.where.idIn[1]"} {
		list := &graphql.FieldContext{Field: graphql.CollectedField{Field: &ast.Field{Alias: "provinces"}}}
		fc := &graphql.FieldContext{Object: "Province", Field: graphql.CollectedField{Field: field},
			Parent: &graphql.FieldContext{Parent: list, Index: &i}}
		_, err := exec.Arguments(ctx, fc, func() (map[string]any, error) {
			path := append(fc.Path(), ast.PathName("where"), ast.PathName("idIn"), ast.PathIndex(1))
			return nil, gqlerror.List{gqlerror.ErrorPathf(path, "an id")}
		})
		var found gqlerror.List
		if !errors.As(err, &found) || len(found) != 1 || found[0].Path.String() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
