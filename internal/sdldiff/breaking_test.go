package sdldiff_test

import (
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/sdldiff"
)

func TestBreakingChanges(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		want           []string
	}{
		{"nothing", `type A { x: Int }`, `type A { x: Int }`, nil},
		{"a description", `type A { x: Int }`, `"Better." type A { "Best." x: Int }`, nil},
		{"a deprecation", `type A { x: Int }`, `type A { x: Int @deprecated }`, nil},
		{"an order", `type A { x: Int y: Int } enum E { P Q }`, `enum E { Q P } type A { y: Int x: Int }`,
			nil},

		{"a type goes", `type A { x: Int } type B { x: Int }`, `type A { x: Int }`, []string{"B removed"}},
		{"a type comes", `type A { x: Int }`, `type A { x: Int } type B { x: Int }`, nil},
		{"a kind", `type A { x: Int }`, `interface A { x: Int }`, []string{"A was OBJECT, is INTERFACE"}},
		{"a scalar becomes an enum", `scalar A`, `enum A { X }`, []string{"A was SCALAR, is ENUM"}},

		{"a field goes", `type A { x: Int y: Int }`, `type A { x: Int }`, []string{"A.y removed"}},
		{"a field comes", `type A { x: Int }`, `type A { x: Int y: Int! }`, nil},
		{"a field of an interface goes", `interface A { x: Int y: Int }`, `interface A { x: Int }`,
			[]string{"A.y removed"}},
		{"a root field goes", `extend type Query { a: Int }`, ``, []string{"Query.a removed"}},
		{"a root goes", `type Mutation { a: Int }`, `schema { query: Query } type Mutation { a: Int }`,
			[]string{"schema has no mutation any more"}},
		{"a subscription goes whole", `type Subscription { a: Int }`, ``,
			[]string{"Subscription removed", "schema has no subscription any more"}},

		{"an answer of another type", `type A { x: Int }`, `type A { x: String }`,
			[]string{"A.x was Int, is String"}},
		{"an answer that may be null", `type A { x: Int! }`, `type A { x: Int }`,
			[]string{"A.x was Int!, is Int"}},
		{"an answer that is never null", `type A { x: Int }`, `type A { x: Int! }`, nil},
		{"an answer becomes a list", `type A { x: Int }`, `type A { x: [Int] }`,
			[]string{"A.x was Int, is [Int]"}},
		{"a list becomes one", `type A { x: [Int] }`, `type A { x: Int }`, []string{"A.x was [Int], is Int"}},
		{"a list whose elements may be null", `type A { x: [Int!]! }`, `type A { x: [Int]! }`,
			[]string{"A.x was [Int!]!, is [Int]!"}},
		{"a list whose elements are never null", `type A { x: [[Int]] }`, `type A { x: [[Int!]!] }`, nil},

		{"an argument goes", `type A { x(p: Int, q: Int): Int }`, `type A { x(q: Int): Int }`,
			[]string{"A.x(p:) removed"}},
		{"an argument comes", `type A { x: Int }`, `type A { x(p: Int): Int }`, nil},
		{"a required argument comes", `type A { x: Int }`, `type A { x(p: Int!): Int }`,
			[]string{"A.x(p:) added, and required"}},
		{"a required argument with a default comes", `type A { x: Int }`, `type A { x(p: Int! = 1): Int }`,
			nil},
		{"an argument that is required now", `type A { x(p: Int): Int }`, `type A { x(p: Int!): Int }`,
			[]string{"A.x(p:) was Int, is Int!"}},
		{"an argument that is not required now", `type A { x(p: Int!): Int }`, `type A { x(p: Int): Int }`,
			nil},
		{"an argument of another type", `type A { x(p: [Int!]): Int }`, `type A { x(p: [ID!]): Int }`,
			[]string{"A.x(p:) was [Int!], is [ID!]"}},
		{"an argument whose elements may be null", `type A { x(p: [Int!]!): Int }`,
			`type A { x(p: [Int]): Int }`, nil},
		{"a default that differs", `type A { x(p: Int = 20): Int }`, `type A { x(p: Int = 10): Int }`,
			[]string{"A.x(p:) had the default 20, has 10"}},
		{"a default that goes", `type A { x(p: [Int] = [1, 2]): Int }`, `type A { x(p: [Int]): Int }`,
			[]string{"A.x(p:) had the default [1,2], has none"}},
		{"a default of null", `type A { x(p: Int = 1): Int }`, `type A { x(p: Int = null): Int }`,
			[]string{"A.x(p:) had the default 1, has null"}},
		{"a default that comes", `type A { x(p: Int): Int }`, `type A { x(p: Int = 20): Int }`, nil},
		{"an argument of an interface", `interface A { x(p: Int): Int }`, `interface A { x: Int }`,
			[]string{"A.x(p:) removed"}},

		{"an input field goes", `input A { x: Int y: Int }`, `input A { x: Int }`, []string{"A.y removed"}},
		{"an input field comes", `input A { x: Int }`, `input A { x: Int y: Int z: Int! = 1 }`, nil},
		{"a required input field comes", `input A { x: Int }`, `input A { x: Int y: Int! }`,
			[]string{"A.y added, and required"}},
		{"an input field that is required now", `input A { x: Int }`, `input A { x: Int! }`,
			[]string{"A.x was Int, is Int!"}},
		{"an input field that is not required now", `input A { x: [Int!]! }`, `input A { x: [Int] }`, nil},
		{"an input field with another default", `input A { x: E = P } enum E { P Q }`,
			`input A { x: E = Q } enum E { P Q }`, []string{"A.x had the default P, has Q"}},
		{"an input that takes one field", `input A { x: Int }`, `input A @oneOf { x: Int }`,
			[]string{"A takes only one of its fields now"}},

		{"an enum value goes", `enum A { X Y }`, `enum A { X }`, []string{"A.Y removed"}},
		{"an enum value comes", `enum A { X }`, `enum A { X Y }`, nil},
		{"a union member goes", `union A = B | C type B { x: Int } type C { x: Int }`,
			`union A = B type B { x: Int } type C { x: Int }`, []string{"A no longer holds C"}},
		{"a union member comes", `union A = B type B { x: Int } type C { x: Int }`,
			`union A = B | C type B { x: Int } type C { x: Int }`, nil},
		{"an interface goes", `type A implements B { x: Int } interface B { x: Int }`,
			`type A { x: Int } interface B { x: Int }`, []string{"A no longer implements B"}},
		{"an interface comes", `type A { x: Int } interface B { x: Int }`,
			`type A implements B { x: Int } interface B { x: Int }`, nil},

		{"a directive goes", `directive @a on FIELD`, ``, []string{"@a removed"}},
		{"a directive comes", ``, `directive @a(p: Int!) on FIELD`, nil},
		{"a place of a directive goes", `directive @a on FIELD | QUERY`, `directive @a on FIELD`,
			[]string{"@a no longer on QUERY"}},
		{"a directive that is not repeatable now", `directive @a repeatable on FIELD`,
			`directive @a on FIELD`, []string{"@a no longer repeatable"}},
		{"an argument of a directive", `directive @a(p: Int, q: Int) on FIELD`,
			`directive @a(q: Int!) on FIELD`, []string{"@a(p:) removed", "@a(q:) was Int, is Int!"}},

		{"several", `type A { x: Int } enum E { P Q }`, `type A { y: Int } enum E { P }`,
			[]string{"A.x removed", "E.Q removed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := sdldiff.BreakingChanges(schema(t, c.from), schema(t, c.to)); !slices.Equal(got, c.want) {
				t.Errorf("Breaking:\n got %q\nwant %q", got, c.want)
			}
		})
	}
}

// schema parses a schema and adds a query, so that each case shows only what it tests.
func schema(t *testing.T, sdl string) *ast.Schema {
	t.Helper()
	s, err := gqlparser.LoadSchema(&ast.Source{Name: t.Name(), Input: `type Query { here: Boolean } ` + sdl})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
