// Package registrytest tests the verbs of the record, which all keep the same promises: they are the operator's alone,
// repeating one changes nothing, and a refusal has written nothing. It also holds the small record that tests of every
// room begin with.
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

// Operator is the context of somebody who may write.
func Operator(t testing.TB) context.Context {
	return viewer.With(t.Context(), viewer.Operator())
}

// Put has a verb write: first as nobody, who is refused, then as the operator, and then once more, which changes no row.
func Put[In any](t testing.TB, s *store.Store, verb func(context.Context, *store.Store, In) error, in In) {
	t.Helper()
	before := Rows(t, s)
	if err := verb(t.Context(), s, in); !errors.Is(err, fault.Forbidden) {
		t.Fatalf("%+v as anonymous: %v, want FORBIDDEN", in, err)
	}
	same(t, "the refusal of an anonymous viewer", before, Rows(t, s))
	if err := verb(Operator(t), s, in); err != nil {
		t.Fatalf("%+v: %v", in, err)
	}
	written := Rows(t, s)
	if err := verb(Operator(t), s, in); err != nil {
		t.Fatalf("%+v again: %v", in, err)
	}
	same(t, "the second call", written, Rows(t, s))
}

// Refused has a verb refuse an input with this very fault, and write nothing.
func Refused[In any](t testing.TB, s *store.Store, verb func(context.Context, *store.Store, In) error, in In, want *fault.Error) {
	t.Helper()
	before := Rows(t, s)
	err := verb(Operator(t), s, in)
	if f, ok := fault.As(err); !ok || f.Code() != want.Code() || !maps.Equal(f.Params(), want.Params()) {
		t.Errorf("%+v: %v, want %v", in, err, want)
	}
	same(t, "the refusal", before, Rows(t, s))
}

// Bad is the refusal of a field.
func Bad(field, reason string) *fault.Error { return fault.BadInput.With("reason", field+": "+reason) }

// Unknown is the refusal of a code.
func Unknown(kind, code string) *fault.Error {
	return fault.UnknownCode.With("kind", kind, "code", code)
}

// Taken is the refusal of what somebody else has.
func Taken() *fault.Error { return fault.Conflict.With() }

func same(t testing.TB, what string, before, after []string) {
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

// Base writes what most facts refer to: documents, the Ministry, departments of cluster 2 and one person.
func Base(t testing.TB, s *store.Store) {
	t.Helper()
	ctx := Operator(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, code := range []string{"s0", "s1"} {
		must(registry.PutDocument(ctx, s, registry.Document{Code: code, Kind: "NEWS_ARTICLE", Title: "Bài " + code}))
	}
	must(registry.PutUnit(ctx, s, registry.Unit{Code: "moet", Kind: "MINISTRY", Name: "Bộ Giáo dục và Đào tạo", ShortName: "Bộ GD&ĐT"}))
	for code, name := range map[string]string{
		"vinh-phuc": "Vĩnh Phúc", "bac-ninh": "Bắc Ninh", "ha-nam": "Hà Nam", "hai-duong": "Hải Dương",
	} {
		must(registry.PutProvince(ctx, s, registry.Province{Code: code, Name: name, Kind: "PROVINCE"}))
		must(registry.PutUnit(ctx, s, registry.Unit{
			Code: code, Kind: "PROVINCIAL_DEPARTMENT", Name: "Sở Giáo dục và Đào tạo tỉnh " + name, ShortName: name, Province: code,
		}))
	}
	for _, number := range []int{2, 5} {
		must(registry.PutCluster(ctx, s, registry.Cluster{Number: number, Kind: "CLUSTER", Name: "Cụm thi đua"}))
	}
	must(registry.PutPerson(ctx, s, registry.Person{
		Code: "nguyen-the-son", Name: "Nguyễn Thế Sơn", Posts: []registry.Post{{Unit: "bac-ninh", Title: "Giám đốc Sở GD&ĐT"}},
	}))
}
