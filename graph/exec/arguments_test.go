package exec_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph/exec"
)

// TestArguments_DecodedOnce checks that the arguments of a field are decoded once for all its parents, and
// again for another type, another field, after an error, and in another operation.
func TestArguments_DecodedOnce(t *testing.T) {
	operation := func() context.Context {
		return exec.WithInputs(t.Context(), func() map[reflect.Type]reflect.Value { return nil })
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
	units, sites := &ast.Field{Name: "units"}, &ast.Field{Name: "sites"}
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
		{ctx, "Province", sites, errors.New("a year"), 3},
		{ctx, "Province", sites, nil, 4},
		{ctx, "Province", sites, nil, 4},
		{operation(), "Province", units, nil, 5},
		{t.Context(), "Province", units, nil, 6},
		{t.Context(), "Province", units, nil, 7},
	} {
		if decode(c.ctx, c.object, c.field, c.fails); times != c.want {
			t.Errorf("%s.%s: decoded %d times, want %d", c.object, c.field.Name, times, c.want)
		}
	}
}
