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
type Query { node(id: ID!): Unit, nodes(ids: [ID!]!): [Unit]!, viewer: Viewer!,
	units(after: String, before: String, first: Int, last: Int,
orderBy: [Order!], where: Where): UnitConnection!, search(text: String!, first: Int! = 20): [Found!]! }
type Viewer { kind: String! }
union Found = Unit | Viewer
type UnitConnection { totalCount: Int! pageInfo: PageInfo! edges: [Edge] nodes: [Unit!]! }
type PageInfo { endCursor: String }
type Edge { cursor: String node: Unit }
type Unit { id: ID! name: String! tags: [String!]! parent: Unit members: [Unit!]! units(first: Int, last:
Int): UnitConnection! }
input Order { field: Field! }
enum Field { NAME }
input Where { text: String, hasUnitWith: [Where!], code: String, codeIn: [String!], and: [Where!], or:
[Where!], not: Where }
`})

func estimateOf(t interface{ Fatalf(string, ...any) }, text string, given map[string]any) guard.Estimate {
	doc, errs := gqlparser.LoadQueryWithRules(schema, text, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatalf("%s: %v", text, errs)
	}
	variables, err := validator.VariableValues(schema, doc.Operations[0], given)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return guard.EstimateCost(doc.Operations[0], variables)
}

// unionSchema has objects of several types.
var unionSchema = gqlparser.MustLoadSchema(&ast.Source{Input: `
type Query { one: Any, many: [Any!]! ones: Ones! }
type Ones { any: Any, all: [Any!]! }
union Any = A | B | C
interface Named { name: String!, any: Any }
type A implements Named { name: String!, any: Any, a: Int, x: Int }
type B implements Named { name: String!, any: Any, b: Int, y: Int }
type C { c: Int, any: Any }
`})

// Of the fragments on a single object those on the most expensive type count; in lists all count. Each pair
// costs the same, or the second one costs more.
func TestEstimateCost_SingleObjectHasOneType(t *testing.T) {
	cost := func(text string) int {
		t.Helper()
		doc, errs := gqlparser.LoadQueryWithRules(unionSchema, text, rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatalf("%s: %v", text, errs)
		}
		return guard.EstimateCost(doc.Operations[0], nil).Cost
	}
	for name, tc := range map[string]struct {
		less, more string
		same       bool
	}{
		"types exclude each other": {`{one{...on A{a x}}}`, `{one{...on A{a x} ...on B{b} ` +
			`...on C{c}}}`, true},
		"the most expensive type counts": {`{one{...on A{a} ...on C{c}}}`, `{one{...on A{a} ...on B{b y ` +
			`name} ...on C{c}}}`, false},
		"named fragments are fragments": {`{one{...on A{a x}}}`, `{one{...F ...G}} fragment F on A{a x} ` +
			`fragment G on B{b y}`, true},
		"fragments on one type add up": {`{one{...on A{a} ...on B{b y}}}`, `{one{...on A{a} ...on A{x ` +
			`name} ...on B{b y}}}`, false},
		"also if one is named": {`{one{...on A{a x} ...on B{b y}}}`, `{one{...on A{a x} ...F ` +
			`...on B{b y}}} fragment F on A{name}`, false},
		"an interface counts for every type": {`{one{...on A{a} ...on B{b}}}`, `{one{...on A{a} ...on B{b} ` +
			`...on Named{name}}}`, false},
		"also if it is named": {`{one{...on A{a} ...on B{b}}}`, `{one{...on A{a} ...F}} ` +
			`fragment F on Named{name}`, false},
		"an interface beside another type": {`{one{...on C{c} ...on Named{name}}}`, `{one{...on A{x} ...on ` +
			`B{b} ...on C{c} ...on Named{name}}}`, true},
		"the union's own fields count": {`{one{...on A{a}}}`, `{one{__typename ...on A{a}}}`, false},
		"types within an interface": {`{one{...on Named{name ...on ` +
			`A{a x}}}}`, `{one{...on Named{name ...on A{a x} ...on B{b y}}}}`, true},
		"a fragment without a type": {`{one{...{...on A{a x} ...on B{b}}}}`, `{one{...{...on A{a x} ` +
			`...on B{b y}}}}`, true},
		"within a type they are all of it": {`{one{...on A{a}}}`, `{one{...on A{a ...on A{x} ...on ` +
			`Named{name}}}}`, false},
		"below a branch": {`{one{...on A{any{...on A{a x}}}}}`, `{one{...on A{any{...on ` +
			`A{a x} ...on B{b}}} ...on B{any{...on C{c}}}}}`, true},
		"below a single object": {`{ones{any{...on A{a x}}}}`, `{ones{any{...on A{a x} ...on ` +
			`B{b}}}}`, true},
		"a list below a single object": {`{ones{all{...on A{a x}}}}`, `{ones{all{...on A{a x} ...on ` +
			`B{b}}}}`, false},
		"a list": {`{many{...on A{a x}}}`, `{many{...on A{a x} ...on B{b}}}`, false},
		"a single object below a list": {`{many{...on A{any{...on A{a x}}}}}`, `{many{...on ` +
			`A{any{...on A{a x} ...on B{b}}}}}`, false},
		"two objects under two names": {`{a:one{...on A{a} ...on B{b}}}`, `{a:one{...on A{a} ...on ` +
			`B{b}} b:one{...on A{a} ...on B{b}}}`, false},
		"a fragment costs by where it is": {`{one{...F} many{...on A{a} ...on B{b}}} fragment F on ` +
			`Any{...on A{a}}`, `{one{...F} many{...F}} fragment F on Any{...on A{a} ...on B{b}}`, true},
		"a fragment is the same in other order": {`{many{...F} one{...F}} fragment F on Any{...on A{a} ` +
			`...on B{b}}`, `{one{...F} many{...F}} fragment F on Any{...on A{a} ...on B{b}}`, true},
	} {
		if less, more := cost(tc.less), cost(tc.more); tc.same && less != more || !tc.same && less >= more {
			t.Errorf("%s: %d and %d", name, less, more)
		}
	}
}

// The estimate for a single object is at least the cost of its selections for each type: those for one type,
// written without fragments on others, never cost more than all of them.
func TestEstimateCost_UpperBoundForEachType(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		branch := rapid.Custom(func(t *rapid.T) [2]string { // a type, and a selection on it
			return rapid.SampledFrom(
				[][2]string{{"A", "a"}, {"A", "x"}, {"A", "name"}, {"B", "b"}, {"B", "y"}, {"C", "c"},
					{
						"Named",
						"name",
					}, {"A", "any{...on C{c any{...on A{a}}}}"}, {"B", "any{...on A{a x} ...on B{b}}"}},
			).
				Draw(t, "branch")
		})
		branches := rapid.SliceOfN(branch, 1, 12).Draw(t, "branches")
		cost := func(only string) int {
			text := ""
			for i, b := range branches {
				if only == "" || b[0] == only || b[0] == "Named" && only != "C" {
					on := b[0]
					if only != "" {
						on = only
					}
					text += fmt.Sprintf(" ...on %s{f%d:%s}", on, i, b[1])
				}
			}
			doc, errs := gqlparser.LoadQueryWithRules(
				unionSchema, "{one{"+text+" __typename}}", rules.NewDefaultRules(),
			)
			if len(errs) > 0 {
				t.Fatalf("%s: %v", text, errs)
			}
			return guard.EstimateCost(doc.Operations[0], nil).Cost
		}
		for _, only := range []string{"A", "B", "C"} {
			if one, all := cost(only), cost(""); one > all {
				t.Fatalf("%d for %s alone, %d for all", one, only, all)
			}
		}
	})
}

// TestEstimateCost_Sum covers how costs are summed: each pair of operations costs the same, or the second one
// costs more. In graph, TestCost_MatchesWork compares the costs of the parts of an operation with their work.
func TestEstimateCost_Sum(t *testing.T) {
	const page = "edges{node{id name}}"
	for name, tc := range map[string]struct {
		less, more string
		same       bool
	}{
		"an alias is charged again": {`{a:units{totalCount}}`, `{a:units{totalCount} ` +
			`b:units{totalCount}}`, false},
		"an empty page costs a row": {`{units(first:0){` + page + `}}`, `{units(first:1){` + page + `}}`,
			true},
		"the default page has twenty rows": {`{units{` + page + `}}`, `{units(first:20){` + page + `}}`, true},
		"null is the default page": {`{units(first:null){` + page + `}}`,
			`{units(last:20){` + page + `}}`, true},
		"a page has at most a hundred rows": {`{units(first:100){` + page + `}}`,
			`{units(first:1000000){` + page + `}}`, true},
		"of two sizes the larger one counts": {`{units(first:2,last:7){` + page + `}}`,
			`{units(first:7){` + page + `}}`, true},
		"a larger page costs more": {`{units(first:3){` + page + `}}`, `{units(first:4){` + page + `}}`, false},
		"to count costs something": {`{units{` + page + `}}`, `{units{totalCount ` + page + `}}`, false},
		"a fragment costs what it holds": {`{units{...F}} fragment F on ` +
			`UnitConnection{totalCount ` + page + `}`, `{units{totalCount ` + page + `}}`, true},
		"pages multiply": {`{units(first:2){edges{node{units(first:50){` + page + `}}}}}`,
			`{units(first:4){edges{node{units(first:50){` + page + `}}}}}`, false},
		"a list of ids has as many rows": {`{nodes(ids:["a"]){id name}}`, `{nodes(ids:["a","b"]){id name}}`,
			false},
		"a single id is a list of one": {`{nodes(ids:"a"){id name}}`, `{nodes(ids:["a"]){id name}}`, true},
		"a filter costs something": {`{units{totalCount}}`, `{units(where:{code:"a"}){totalCount}}`,
			false},
		"an empty filter costs nothing": {`{units{totalCount}}`, `{units(where:{}){totalCount}}`, true},
		"each condition costs": {`{units(where:{code:"a"}){totalCount}}`,
			`{units(where:{code:"a",not:{code:"b"}}){totalCount}}`, false},
		"each word of a text is a condition": {`{units(where:{text:"ab"}){totalCount}}`,
			`{units(where:{text:"a b"}){totalCount}}`, false},
		"a condition on an edge is looked up": {`{units(where:{code:"a"}){totalCount}}`,
			`{units(where:{hasUnitWith:[{code:"a"}]}){totalCount}}`, false},
		"each word that is searched for costs": {`{search(text:"ab"){__typename}}`, `{search(text:"a ` +
			`b"){__typename}}`, false},
		"an empty search loads nothing": {`{search(text:"ab",first:0){...on ` +
			`Unit{id}}}`, `{search(text:"ab",first:0){...on Unit{id name}}}`, true},
		"all branches of a union count": {`{search(text:"ab"){...on Unit{id}}}`, `{search(text:"ab"){...on ` +
			`Unit{id} ...on Viewer{kind}}}`, false},
	} {
		less, more := estimateOf(t, tc.less, nil), estimateOf(t, tc.more, nil)
		if tc.same && less.Cost != more.Cost || !tc.same && less.Cost >= more.Cost || !less.Constant ||
			!more.Constant {
			t.Errorf("%s: %+v and %+v", name, less, more)
		}
	}
}

// Variables cost what they contain, and an estimate that depends on them is not cached.
func TestEstimateCost_Variables(t *testing.T) {
	const page = `query($n:Int){units(first:$n){edges{node{id}}}}`
	const filter = `query($w:Where){units(where:$w){totalCount}}`
	for _, tc := range []struct {
		text      string
		variables map[string]any
		literal   string
	}{
		{page, map[string]any{"n": json.Number("6")}, `{units(first:6){edges{node{id}}}}`},
		{page, map[string]any{"n": 6}, `{units(first:6){edges{node{id}}}}`},
		{page, map[string]any{"n": "6"}, `{units(first:6){edges{node{id}}}}`},
		{page, map[string]any{"n": 6.0}, `{units(first:100){edges{node{id}}}}`},
		{page, map[string]any{"n": nil}, `{units{edges{node{id}}}}`},
		{page, nil, `{units{edges{node{id}}}}`},
		{page, map[string]any{"n": json.Number("99999999")}, `{units(first:100){edges{node{id}}}}`},
		{`query($n:Int=8){units(first:$n){edges{node{id}}}}`, nil, `{units(first:8){edges{node{id}}}}`},
		{`query($i:[ID!]!){nodes(ids:$i){id}}`, map[string]any{"i": []any{"a", "b"}}, `{nodes(ids:["a","b"]){id}}`},
		{filter, map[string]any{"w": map[string]any{"text": "a b",
			"hasUnitWith": []any{map[string]any{"codeIn": []any{"c", "d"}}}}},
			`{units(where:{text:"a b",hasUnitWith:[{codeIn:["c","d"]}]}){totalCount}}`},
		{filter, nil, `{units{totalCount}}`},
		{`query($w:[Where!]){units(where:{or:$w}){totalCount}}`,
			map[string]any{"w": []any{map[string]any{"code": "a"}}}, `{units(where:{or:[{code:"a"}]}){totalCount}}`},
		{`query($t:String!){search(text:$t){__typename}}`, map[string]any{"t": "a b c"}, `{search(text:"a b ` +
			`c"){__typename}}`},
	} {
		got, want := estimateOf(t, tc.text, tc.variables), estimateOf(t, tc.literal, nil)
		if got.Cost != want.Cost || got.FilterValues != want.FilterValues || got.Constant {
			t.Errorf("%s %v: %+v, want %+v", tc.text, tc.variables, got, want)
		}
	}
}

// Introspection is also counted separately; ofType within ofType is assumed to be null.
func TestEstimateCost_Introspection(t *testing.T) {
	for text, fields := range map[string]int{
		`{__schema{types{name}}}`:               2 + 250,
		`{__schema{types{fields{args{name}}}}}`: 2 + 250 + 5*250 + 25*250,
		`{__type(name:"a"){fields{name}}}`:      2 + 80,
		`{viewer{kind} ...A a:__type(name:"a"){ofType{ofType{ofType{name}}}}}
			fragment A on Query{__schema{types{name}}}`: 252 + 2,
	} {
		if got := estimateOf(t, text, nil); got.SchemaFields != fields || got.Cost < fields {
			t.Errorf("%s: %+v, want %d fields", text, got, fields)
		}
	}
}

// A client that selects one type can select the one with the most fields, so its lists cost more than those
// of all types together, on average.
func TestEstimateCost_IntrospectionOfOneType(t *testing.T) {
	one := estimateOf(t, `{__type(name:"Node"){possibleTypes{fields{type{ofType{description}}}}}}`, nil)
	all := estimateOf(t, `{__schema{types{fields{type{ofType{description}}}}}}`, nil)
	if one.SchemaFields < 50*80*4 || one.SchemaFields <= all.SchemaFields {
		t.Errorf("one type has %d fields of introspection, all have %d", one.SchemaFields, all.SchemaFields)
	}
}

// Nodes cost as much as the nodes of edges, at any depth. Both together cost less than two lists: the rows
// are read once, and returned twice.
func TestEstimateCost_Nodes(t *testing.T) {
	cost := func(text string) int { return estimateOf(t, text, nil).Cost }
	for edges, nodes := range map[string]string{
		"{units(first:7){edges{node{id name}}}}": "{units(first:7){nodes{id name}}}",
		"{units{totalCount edges{node{units(first:3){edges{node{name}}}}}}}": "{units{totalCount " +
			"nodes{units(first:3){nodes{name}}}}}",
		"{units{...on UnitConnection{edges{node{members{id}}}}}}": "" +
			"{units{...on UnitConnection{nodes{members{id}}}}}",
	} {
		if a, b := cost(edges), cost(nodes); a != b {
			t.Errorf("%s costs %d, %s %d", edges, a, nodes, b)
		}
	}
	one, none := cost("{units{nodes{name}}}"), cost("{units{__typename}}")
	both := cost("{units{nodes{name} edges{node{name}}}}")
	if two := cost("{a:units{nodes{name}} b:units{nodes{name}}}"); both <= one || both >= two || none >= one {
		t.Errorf("nodes cost %d, with edges %d, two lists %d, no rows %d", one, both, two, none)
	}
}

// A page from a cursor may read all rows with the key of the cursor, and the row of the cursor.
func TestEstimateCost_Cursor(t *testing.T) {
	const page = "{edges{node{id}}}"
	first := estimateOf(t, "{units(first:1)"+page+"}", nil).Cost
	for _, argument := range []string{`after:"x"`, `before:"x"`} {
		if next := estimateOf(t, "{units(first:1,"+argument+")"+page+"}", nil).Cost; next <= first {
			t.Errorf("%s costs %d, the first page %d", argument, next, first)
		}
	}
	if null := estimateOf(t, "{units(first:1,after:null)"+page+"}", nil).Cost; null != first {
		t.Errorf("after: null costs %d, the first page %d", null, first)
	}
}

// Pages within pages multiply, and saturate at MaxCount instead of overflowing.
func TestEstimateCost_Saturates(t *testing.T) {
	text, before := "{id}", 0
	for level := range 40 {
		cost := estimateOf(t, "{node(id:1)"+text+"}", nil).Cost
		if cost < before || cost == before && cost != guard.MaxCount || level > 30 && cost != guard.MaxCount {
			t.Fatalf("%d levels: %d after %d", level, cost, before)
		}
		text, before = "{units(first:1000){edges{node"+text+"}}}", cost
	}
}

// A page size costs the same in a variable as in a literal, and a larger page never costs less.
func TestEstimateCost_GrowsWithPageSize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(0, 300).Draw(t, "n"), rapid.IntRange(0, 300).Draw(t, "m")
		const format = `%s{units(first:%s){edges{node{id units(last:%s){edges{node{members{id}}}}}}}}`
		literal := estimateOf(t, fmt.Sprintf(format, "", fmt.Sprint(n), fmt.Sprint(m)), nil)
		variable := estimateOf(
			t,
			fmt.Sprintf(format, "query($n:Int,$m:Int)", "$n", "$m"),
			map[string]any{"n": json.Number(fmt.Sprint(n)), "m": m},
		)
		more := estimateOf(t, fmt.Sprintf(format, "", fmt.Sprint(n+1), fmt.Sprint(m)), nil)
		if literal != (guard.Estimate{Cost: variable.Cost, Constant: true}) || more.Cost < literal.Cost {
			t.Fatalf("%v as literals, %v as variables, %v with one more", literal, variable, more)
		}
	})
}

// Filter values count at each use: written twice, in a variable of two fields, in a fragment that is spread
// twice.
func TestEstimateCost_FilterValues(t *testing.T) {
	schema := gqlparser.MustLoadSchema(
		&ast.Source{
			Input: `type Query { a(w: W): Row b(w: W): Row } type Row { n: Int a(w: W): Row } input W { s: String ` +
				`and: [W!] validOn: String }`,
		},
	)
	variables := map[string]any{
		"d": map[string]any{"and": []any{map[string]any{"validOn": "x"}, map[string]any{"validOn": "y"}}},
		"w": map[string]any{"and": []any{map[string]any{"s": "x"}, map[string]any{"s": "y"}}},
	} // 5 values
	for query, want := range map[string]int{
		`{ a { n } }`:                                                                             0,
		`{ a(w: {s: "x"}) { n } }`:                                                                1,
		`{ a(w: {and: [{s: "x"}]}) { n } }`:                                                       3,
		`{ a(w: {validOn: "2024-01-01"}) { n } }`:                                                 20,
		`query($d: W) { a(w: $d) { n } }`:                                                         43,
		`query($w: W) { a(w: $w) { n } }`:                                                         5,
		`query($w: W) { a(w: $w) { n } b(w: $w) { a(w: {s: "x"}) { n } } }`:                       11,
		`query($w: W) { a { ...F } b { ...F } } fragment F on Row { a(w: $w) { n } }`:             10,
		`query($w: W) { a { ...F ...F } } fragment F on Row { x: a(w: $w) { n } a(w: $w) { n } }`: 20,
	} {
		doc, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		if got := guard.EstimateCost(doc.Operations[0], variables).FilterValues; got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}

// What is selected within ofType costs as much as within the type itself, except for the names of nested
// types, which tools select nine levels deep.
func TestEstimateCost_IntrospectionOfType(t *testing.T) {
	cost := func(selections string) int {
		return estimateOf(t, `{ __schema { types { fields { type { `+selections+` } } } } }`, nil).SchemaFields
	}
	for _, more := range []string{`description`, `fields { name }`, `a: name b: name c: name`,
		`ofType { fields { name } }`} {
		if direct, nested := cost(more), cost(`ofType { `+more+` }`); nested < direct {
			t.Errorf("%s costs %d, within ofType %d", more, direct, nested)
		}
	}
	tools := `kind name`
	for range 9 {
		tools = `kind name ofType { ` + tools + ` }`
	}
	if flat, nested := cost(`kind name ofType { kind name }`), cost(tools); flat != nested {
		t.Errorf("one level of ofType costs %d, nine cost %d", flat, nested)
	}
}
