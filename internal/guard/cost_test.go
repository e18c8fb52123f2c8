package guard_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
	"pgregory.net/rapid"

	"thidua/internal/guard"
)

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
type Query { node(id: ID!): Unit, nodes(ids: [ID!]!): [Unit]!, viewer: Viewer!, units(first: Int, last: Int, where: Where): Units!, search(text: String!, first: Int! = 20): [Found!]! }
type Viewer { kind: String! }
union Found = Unit | Viewer
type Units { totalCount: Int! pageInfo: PageInfo! edges: [Edge] }
type PageInfo { endCursor: String }
type Edge { cursor: String node: Unit }
type Unit { id: ID! name: String! tags: [String!]! parent: Unit members: [Unit!]! units(first: Int, last: Int): Units! }
input Where { code: String, codeIn: [String!], and: [Where!], or: [Where!], not: Where }
`})

func costOf(t interface{ Fatalf(string, ...any) }, text string, given map[string]any) guard.Price {
	doc, errs := gqlparser.LoadQueryWithRules(schema, text, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatalf("%s: %v", text, errs)
	}
	variables, err := validator.VariableValues(schema, doc.Operations[0], given)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return guard.PriceOf(doc.Operations[0], variables)
}

func TestCost(t *testing.T) {
	for _, tc := range []struct {
		text      string
		variables map[string]any
		cost      int
		constant  bool
	}{
		{`{viewer{kind}}`, nil, 2, true},
		{`{node(id:1){id name tags}}`, nil, 4, true},
		{`{units{totalCount}}`, nil, 2, true},
		{`{units{edges{node{id}}}}`, nil, 1 + 1 + 20*2, true},
		{`{units(first:3){totalCount pageInfo{endCursor} edges{cursor node{id}}}}`, nil, 1 + 1 + 2 + 1 + 3*3, true},
		{`{units(last:3){edges{node{id}}}}`, nil, 1 + 1 + 3*2, true},
		{`{units(first:null){edges{node{id}}}}`, nil, 1 + 1 + 20*2, true},
		{`{units(first:0){edges{node{id}}}}`, nil, 1 + 1, true},
		{`{units(first:-9){edges{node{id}}}}`, nil, 1 + 1, true},
		{`{units(first:1000000){edges{node{id}}}}`, nil, 1 + 1 + 100*2, true},
		{`{units(first:2,last:7){edges{node{id}}}}`, nil, 1 + 1 + 7*2, true},
		{`{units(first:10){edges{node{units(first:5){edges{node{id}}}}}}}`, nil, 1 + 1 + 10*(1+(1+1+5*2)), true},
		{`{node(id:1){members{id}}}`, nil, 1 + 1 + 5*1, true},
		{`{nodes(ids:["a","b","c"]){id}}`, nil, 1 + 3*1, true},
		{`{nodes(ids:"a"){id}}`, nil, 1 + 1, true},
		{`query($i:[ID!]!){nodes(ids:$i){id}}`, map[string]any{"i": []any{"a", "b"}}, 1 + 2, false},
		{`{search(text:"a"){... on Unit{id} ... on Viewer{kind}}}`, nil, 1 + 20*2, true},
		{`{search(text:"a",first:7){__typename}}`, nil, 1 + 7, true},
		{`{units(first:4){...C}} fragment C on Units{edges{node{...U ...U}}} fragment U on Unit{id}`, nil, 1 + 1 + 4*3, true},
		{`{a:units(first:4){...C} b:units(first:5){...C}} fragment C on Units{edges{node{id}}}`, nil, 2 + 4*2 + 2 + 5*2, true},
		{`query($n:Int){units(first:$n){edges{node{id}}}}`, map[string]any{"n": json.Number("6")}, 2 + 6*2, false},
		{`query($n:Int){units(first:$n){edges{node{id}}}}`, map[string]any{"n": 6}, 2 + 6*2, false},
		{`query($n:Int){units(first:$n){edges{node{id}}}}`, map[string]any{"n": 6.0}, 2 + 100*2, false},
		{`query($n:Int){units(first:$n){edges{node{id}}}}`, map[string]any{"n": "6"}, 2 + 6*2, false},
		{`query($n:Int){units(first:$n){edges{node{id}}}}`, map[string]any{"n": nil}, 2 + 20*2, false},
		{`query($n:Int){units(first:$n){edges{node{id}}}}`, nil, 2 + 20*2, false},
		{`query($n:Int=8){units(first:$n){edges{node{id}}}}`, nil, 2 + 8*2, false},
		{`query($n:Int){units(first:$n){edges{node{id}}}}`, map[string]any{"n": json.Number("99999999")}, 2 + 100*2, false},
		{`{units(where:{code:"a",or:[{code:"b"},{codeIn:["c","d"]}]}){totalCount}}`, nil, 2 + 5*(2+2+1+1+2), true},
		{`query($w:Where){units(where:$w){totalCount}}`, map[string]any{"w": map[string]any{"code": "a", "or": []any{map[string]any{"codeIn": []any{"c", "d"}}}}}, 2 + 5*(2+1+1+2), false},
		{`query($w:Where){a:units(where:$w){totalCount} ...B ...B} fragment B on Query{b:units(where:$w){totalCount}}`, map[string]any{"w": map[string]any{"code": "a"}}, 3 * (2 + 5), false},
		{`query($w:Where){units(where:$w){totalCount}}`, nil, 2, false},
		{`query($w:[Where!]){units(where:{or:$w}){totalCount}}`, map[string]any{"w": []any{map[string]any{"code": "a"}}}, 2 + 5*(1+2), false},
		{`query($w:Where){units(where:$w){totalCount}}`, map[string]any{"w": map[string]any{"or": map[string]any{"code": "a"}}}, 2 + 5*(1+1+1), false},
		{`query($t:String!){search(text:$t){__typename}}`, map[string]any{"t": "a"}, 1 + 20, true},
		{`{__schema{types{name}}}`, nil, 1 + 1 + 250, true},
		{`{__schema{types{fields{args{name}}}}}`, nil, 1 + 1 + 250*(1+5*(1+5)), true},
		{`{__type(name:"a"){fields{name}}}`, nil, 1 + 1 + 5, true},
		{`{__typename}`, nil, 1, true},
	} {
		if got := costOf(t, tc.text, tc.variables); got.Cost != tc.cost || got.Constant != tc.constant {
			t.Errorf("%s %v: %d %v, want %d %v", tc.text, tc.variables, got.Cost, got.Constant, tc.cost, tc.constant)
		}
	}
}

// The schema's description of itself is weighed on its own, too; ofType within ofType is there to be empty.
func TestCostOfTheSchema(t *testing.T) {
	got := costOf(t, `{viewer{kind} ...A a:__type(name:"a"){ofType{ofType{ofType{name}}}}} fragment A on Query{__schema{types{name}}}`, nil)
	if want := (guard.Price{Cost: 2 + 252 + 2, Schema: 252 + 2, Constant: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// Pages within pages multiply, and stop at Most instead of coming out small.
func TestCostSaturates(t *testing.T) {
	text, want := "{id}", 1
	for level := range 40 {
		cost := costOf(t, "{node(id:1)"+text+"}", nil).Cost
		if cost != min(want+1, guard.Most) {
			t.Fatalf("%d levels: %d, want %d", level, cost, want+1)
		}
		text, want = "{units(first:1000){edges{node"+text+"}}}", min(2+100*(1+want), guard.Most)
	}
}

// A page costs as much by a variable as it does as a literal, and a larger page never costs less.
func TestCostOfVariables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(0, 300).Draw(t, "n"), rapid.IntRange(0, 300).Draw(t, "m")
		const format = `%s{units(first:%s){edges{node{id units(last:%s){edges{node{members{id}}}}}}}}`
		literal := costOf(t, fmt.Sprintf(format, "", fmt.Sprint(n), fmt.Sprint(m)), nil)
		variable := costOf(t, fmt.Sprintf(format, "query($n:Int,$m:Int)", "$n", "$m"), map[string]any{"n": json.Number(fmt.Sprint(n)), "m": m})
		more := costOf(t, fmt.Sprintf(format, "", fmt.Sprint(n+1), fmt.Sprint(m)), nil)
		if literal != (guard.Price{Cost: variable.Cost, Constant: true}) || more.Cost < literal.Cost {
			t.Fatalf("%v as literals, %v as variables, %v with one more", literal, variable, more)
		}
	})
}

// What filters hold counts wherever it is used: written twice, in a variable of two fields, in a fragment that is spread twice.
func TestFilterValues(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `type Query { a(w: W): Row b(w: W): Row } type Row { n: Int a(w: W): Row } input W { s: String and: [W!] }`})
	variables := map[string]any{"w": map[string]any{"and": []any{map[string]any{"s": "x"}, map[string]any{"s": "y"}}}} // 5 values
	for query, want := range map[string]int{
		`{ a { n } }`:                       0,
		`{ a(w: {s: "x"}) { n } }`:          1,
		`{ a(w: {and: [{s: "x"}]}) { n } }`: 3,
		`query($w: W) { a(w: $w) { n } }`:   5,
		`query($w: W) { a(w: $w) { n } b(w: $w) { a(w: {s: "x"}) { n } } }`:                       11,
		`query($w: W) { a { ...F } b { ...F } } fragment F on Row { a(w: $w) { n } }`:             10,
		`query($w: W) { a { ...F ...F } } fragment F on Row { x: a(w: $w) { n } a(w: $w) { n } }`: 20,
	} {
		doc, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		if got := guard.PriceOf(doc.Operations[0], variables).Filters; got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}
