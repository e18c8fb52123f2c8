// Package registrytest checks what all commands on the record guarantee: they require the operator, repeating
// one changes nothing, and a failed one has written nothing. It also provides the small record on which tests
// are based.
package registrytest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/registry"
	"thidua/internal/store"
	"thidua/internal/viewer"
)

// OperatorContext returns a context of the operator, who may write.
func OperatorContext(t testing.TB) context.Context {
	return viewer.NewContext(t.Context(), viewer.Operator())
}

// PutTwice calls a command anonymously, which must be forbidden, then as operator, then again, which must
// change no row.
func PutTwice[In any](
	t testing.TB, s *store.Store, verb func(context.Context, *store.Store, In) error, in In,
) {
	t.Helper()
	before := AllRows(t, s)
	if err := verb(t.Context(), s, in); !errors.Is(err, fault.Forbidden) {
		t.Fatalf("%+v as anonymous: %v, want FORBIDDEN", in, err)
	}
	requireSameRows(t, "the rejected anonymous call", before, AllRows(t, s))
	if err := verb(OperatorContext(t), s, in); err != nil {
		t.Fatalf("%+v: %v", in, err)
	}
	written := AllRows(t, s)
	if err := verb(OperatorContext(t), s, in); err != nil {
		t.Fatalf("%+v again: %v", in, err)
	}
	requireSameRows(t, "the second call", written, AllRows(t, s))
}

// RequireRejected checks that a command fails with this fault and writes nothing. Of BAD_INPUT, the reason is
// compared: that of the first invalid field.
func RequireRejected[In any](
	t testing.TB, s *store.Store, verb func(context.Context, *store.Store, In) error, in In,
	want *fault.Error,
) {
	t.Helper()
	before := AllRows(t, s)
	err := verb(OperatorContext(t), s, in)
	if f, ok := fault.FromError(err); !ok || f.Code() != want.Code() ||
		f.Params()["reason"] != want.Params()["reason"] ||
		f.Params()["reason"] == nil && !maps.Equal(f.Params(), want.Params()) {
		t.Errorf("%+v: %v, want %v", in, err, want)
	}
	requireSameRows(t, "the rejected call", before, AllRows(t, s))
}

// BadInput returns the fault for a field.
func BadInput(field, reason string) *fault.Error {
	return fault.InvalidInput(fault.InvalidField{Path: field, Code: reason})
}

// UnknownCode returns the fault for a code.
func UnknownCode(kind, code string) *fault.Error {
	return fault.UnknownCode.With("kind", kind, "code", code)
}

// Conflict returns the fault for a unique key that is in use.
func Conflict() *fault.Error { return fault.Conflict.With() }

func requireSameRows(t testing.TB, what string, before, after []string) {
	t.Helper()
	for _, row := range before {
		if !slices.Contains(after, row) {
			t.Errorf("%s changed or removed\n%s", what, row)
		}
	}
	for _, row := range after {
		if !slices.Contains(before, row) {
			t.Errorf("%s made\n%s", what, row)
		}
	}
}

// PutBase writes what most facts refer to: documents, the Ministry, departments of cluster 2 and a person.
func PutBase(t testing.TB, s *store.Store) {
	t.Helper()
	ctx := OperatorContext(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, code := range []string{"s0", "s1"} {
		must(registry.PutDocument(ctx, s, registry.Document{Code: code, Kind: "NEWS_ARTICLE", Title: "Bài " +
			code}))
	}
	must(registry.PutUnit(ctx, s,
		registry.Unit{Code: "moet", Kind: "MINISTRY", Name: "Bộ Giáo dục và Đào tạo", ShortName: "Bộ GD&ĐT"}))
	for code, name := range map[string]string{
		"vinh-phuc": "Vĩnh Phúc", "bac-ninh": "Bắc Ninh", "ha-nam": "Hà Nam", "hai-duong": "Hải Dương",
	} {
		must(registry.PutProvince(ctx, s, registry.Province{Code: code, Name: name, Kind: "PROVINCE"}))
		must(registry.PutUnit(ctx, s, registry.Unit{
			Code: code, Kind: "PROVINCIAL_DEPARTMENT", Name: "Sở Giáo dục và Đào tạo tỉnh " + name,
			ShortName: name, Province: code,
		}))
	}
	for _, number := range []int{2, 5} {
		must(registry.PutCluster(ctx, s,
			registry.Cluster{Number: number, Kind: "CLUSTER", Name: "Cụm thi đua"}))
	}
	must(registry.PutPerson(ctx, s, registry.Person{
		Code: "nguyen-the-son", Name: "Nguyễn Thế Sơn",
		Posts: []registry.Post{{Unit: "bac-ninh", Title: "Giám đốc Sở GD&ĐT"}},
	}))
}
