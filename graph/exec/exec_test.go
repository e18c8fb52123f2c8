package exec_test

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph/exec"
)

func fieldsNamed(names ...string) (fields []graphql.CollectedField) {
	for _, n := range names {
		fields = append(fields, graphql.CollectedField{Field: &ast.Field{Name: n, Alias: n}})
	}
	return fields
}

// The bytes are those that gqlgen writes: no fields, more than fit beside each other, one name twice.
func TestFieldSet_MarshalsLikeGqlgen(t *testing.T) {
	for _, names := range [][]string{{}, {"a"}, {"a", "b", "a"}, {"a", "b", "c", "d", "e", "f", "g", "h", "i"}} {
		ours, theirs := exec.NewFieldSet(fieldsNamed(names...)), graphql.NewFieldSet(fieldsNamed(names...))
		for i := range names {
			v := graphql.MarshalString(fmt.Sprintf("%d \"Đ\"\n", i))
			ours.Values[i], theirs.Values[i] = v, v
		}
		var want, unbuffered bytes.Buffer
		theirs.MarshalGQL(&want)
		ours.MarshalGQL(struct{ *bytes.Buffer }{&unbuffered}) // any writer
		if got := string(exec.Marshal(ours)); got != want.String() || unbuffered.String() != got {
			t.Errorf("%s and %s, want %s", got, &unbuffered, &want)
		}
	}
}

// An answer is its own: the buffer behind it is used again.
func TestMarshal_ReusesNoBytes(t *testing.T) {
	first := exec.Marshal(graphql.MarshalString("first"))
	exec.Marshal(graphql.MarshalString("other"))
	if string(first) != `"first"` {
		t.Errorf("it became %s", first)
	}
}

// listContext is a context of a response, below a field.
func listContext(t *testing.T) context.Context {
	t.Helper()
	ctx := graphql.WithResponseContext(
		t.Context(), graphql.DefaultErrorPresenter,
		func(_ context.Context, p any) error { return fmt.Errorf("caught %v", p) },
	)
	return graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: fieldsNamed("list")[0]})
}

// Every element knows its place, and a panic of one takes the list with it, not the others' errors.
func TestMarshalSlice(t *testing.T) {
	ctx := listContext(t)
	var paths []string
	element := func(ctx context.Context, i int) graphql.Marshaler {
		paths = append(paths, graphql.GetPath(ctx).String())
		if i == 1 {
			panic("one")
		}
		return graphql.MarshalInt(i)
	}
	if list := exec.MarshalSlice(ctx, 3, 0, false, element); list != nil {
		t.Errorf("got %s", exec.Marshal(list))
	}
	if want := []string{"list[0]", "list[1]", "list[2]"}; !reflect.DeepEqual(paths, want) {
		t.Errorf("paths %v", paths)
	}
	if errs := graphql.GetErrors(ctx); len(errs) != 1 || errs[0].Message != "caught one" ||
		errs[0].Path.String() != "list[1]" {
		t.Errorf("errors %v", errs)
	}
	list := exec.MarshalSlice(
		ctx, 2, 0, false, func(_ context.Context, i int) graphql.Marshaler { return graphql.MarshalInt(i) },
	)
	if got := string(exec.Marshal(list)); got != "[0,1]" {
		t.Errorf("got %s", got)
	}
}

// Resolvers wait side by side where one may load, and come one after the other where all is loaded.
func TestFieldSet_Dispatch(t *testing.T) {
	exec.MarshalSlice(listContext(t), 2, 0, false, func(ctx context.Context, i int) graphql.Marshaler {
		s, met := exec.NewFieldSet(fieldsNamed("a", "b")), make(chan bool, 1)
		s.Concurrently(0, func(context.Context) graphql.Marshaler {
			if i == 0 {
				<-met // for ever, unless the other runs meanwhile
			}
			return graphql.MarshalInt(1)
		})
		s.Concurrently(1, func(context.Context) graphql.Marshaler {
			if i == 1 && s.Values[0] == nil {
				t.Error("the second field of a later element did not wait for the first")
			}
			met <- true
			return graphql.MarshalInt(2)
		})
		s.Dispatch(ctx)
		if got := string(exec.Marshal(s)); got != `{"a":1,"b":2}` {
			t.Errorf("got %s", got)
		}
		return s
	})
}

// The inputs are built when one is asked for, and once.
func TestWithArgumentDecoding(t *testing.T) {
	built := 0
	type filter struct{ n int }
	ctx := exec.WithArgumentDecoding(listContext(t), func() map[reflect.Type]reflect.Value {
		built++
		return graphql.BuildUnmarshalerMap(func(context.Context, any) (filter, error) { return filter{7}, nil })
	})
	if graphql.GetPath(ctx).String() != "list" || built != 0 {
		t.Errorf("built %d times, at %s", built, graphql.GetPath(ctx))
	}
	for range 2 {
		var f filter
		if err := graphql.UnmarshalInputFromContext(ctx, map[string]any{}, &f); err != nil || f.n != 7 {
			t.Errorf("%+v, %v", f, err)
		}
	}
	if built != 1 {
		t.Errorf("built %d times", built)
	}
}
