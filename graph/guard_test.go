package graph_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"thidua/graph"
	"thidua/internal/guard"
	"thidua/internal/web"
)

// introspections are what tools ask for by themselves: GraphiQL with all its options, Relay's compiler,
// Apollo's.
func introspections(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../internal/guard/testdata/introspection/*.graphql")
	if err != nil || len(files) != 3 {
		t.Fatal("no introspections: ", err)
	}
	all := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = string(text)
	}
	return all
}

// guardedExamples are the documents of frontends, tools and the playground, by name, with the variables of
// each.
func guardedExamples(t testing.TB) map[string]web.Example {
	t.Helper()
	all := map[string]web.Example{}
	for name, query := range introspections(t) {
		all[name] = web.Example{Query: query}
	}
	for name, query := range viewQueries {
		all["view "+name] = web.Example{Query: query}
	}
	for _, e := range web.Examples() {
		all[e.Name] = e
	}
	for _, name := range scaleQueries {
		all["bench "+name] = web.Example{Query: scaleFile(name + ".graphql"), Variables: scaleFile(name + ".json")}
	}
	files, err := filepath.Glob("../screen/src/operations/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatal("no operations of the pages: ", err)
	}
	var pages strings.Builder
	for _, file := range files { // as one document: they share fragments
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pages.Write(text)
	}
	all["pages"] = web.Example{Query: pages.String()}
	return all
}

// TestGuard_ClientOperationsHaveHeadroom checks that operations of frontends, tools and the playground take
// at most half of each limit that grows with the text, and that anonymous callers may execute all of them.
func TestGuard_ClientOperationsHaveHeadroom(t *testing.T) {
	most := guard.DefaultLimits()
	for name, e := range guardedExamples(t) {
		doc, errs := gqlparser.LoadQueryWithRules(graph.Schema(), e.Query, rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatalf("%s: %v", name, errs)
		}
		for _, operation := range doc.Operations {
			estimated := guard.EstimateCost(operation, parseVariables(t, e.Variables))
			t.Logf("%-24s %s %+v", name, operation.Name, estimated)
			if estimated.Cost > most.AnonymousCost && !strings.HasPrefix(name, "view ") {
				t.Errorf("%s %s is refused: %+v", name, operation.Name, estimated)
			}
			if 2*estimated.SchemaFields > most.SchemaCost || 2*estimated.FilterValues > most.FilterValues {
				t.Errorf("%s %s takes more than half of a limit: %+v", name, operation.Name, estimated)
			}
		}
		if name == "pages" {
			continue // each of its operations is sent by itself
		}
		report, err := most.Check(e.Query, graph.Schema())
		if err != nil {
			t.Errorf("%s is refused: %v", name, err)
		}
		for limit, half := range map[string]bool{
			"bytes": 2*report.Bytes <= most.Bytes, "tokens": 2*report.Tokens <= most.Tokens,
			"expanded":    2*report.Expanded <= most.Expanded,
			"root-fields": 2*report.RootFields <= most.RootFields, "repeated": 2*report.Repeated <= most.Repeated,
			"pairs": 2*report.Pairs <= most.Pairs,
		} {
			if !half {
				t.Errorf("%s takes more than half of %s", name, limit)
			}
		}
	}
}

// doublingFragments spreads every fragment twice in the one above it.
func doublingFragments(n int) string {
	var b strings.Builder
	b.WriteString("{ units { ...F0 } }")
	for i := range n - 1 {
		fmt.Fprintf(&b, " fragment F%d on UnitConnection { ...F%d ...F%d }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on UnitConnection { totalCount }", n-1)
	return b.String()
}

func repeatFormat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestGuard_RejectsExpensiveOperations checks that expensive operations are rejected with the code, the limit
// and the value, without executing, and that operations of tools pass.
func TestGuard_RejectsExpensiveOperations(t *testing.T) {
	const cycle = `{ units { ...A } } fragment A on UnitConnection { edges { node { ...B } } } fragment B on ` +
		`Unit { parent { ...B } }`
	where := map[string]any{"or": make([]any, 10_000)}
	for i := range where["or"].([]any) {
		where["or"].([]any)[i] = map[string]any{"code": "x"}
	}
	var deep any = "x"
	for range 1000 {
		deep = map[string]any{"not": deep}
	}
	const filtered = `query($w: UnitWhereInput) { units(where: $w) { totalCount } }`
	eachAPI(t, func(a api) {
		for name, tc := range map[string]struct {
			query       string
			variables   map[string]any
			code, limit string
		}{
			"fragments that double":          {doublingFragments(24), nil, "OPERATION_TOO_COMPLEX", "expanded"},
			"fragments that double for ever": {doublingFragments(199), nil, "OPERATION_TOO_COMPLEX", "expanded"},
			"a cycle":                        {cycle, nil, "FRAGMENT_CYCLE", ""},
			"500 introspections": {"{" + repeatFormat(500, "a%d:__schema{description}") + "}", nil,
				"OPERATION_TOO_COMPLEX", "tokens"},
			"introspections": {"{" + repeatFormat(300, "a%d:__schema{description}") + "}", nil,
				"OPERATION_TOO_COMPLEX", "schemas"},
			"3000 fields": {"{ units { " + strings.Repeat("totalCount ", 3000) + "} }", nil,
				"OPERATION_TOO_COMPLEX", "tokens"},
			"2000 fields": {"{ units { " + strings.Repeat("totalCount ", 2000) + "} }", nil,
				"OPERATION_TOO_COMPLEX", "repeated"},
			"unknown fields": {"{ units { " + repeatFormat(1000, "total%d ") + "} }", nil,
				"OPERATION_TOO_COMPLEX", "unknown-fields"},
			"a filter of 10000": {"{ units(where: {or: [" + strings.Repeat(`{code:"x"}`,
				10_000) + "]}) { totalCount } }", nil, "OPERATION_TOO_COMPLEX", "bytes"},
			"a filter in a variable": {filtered, map[string]any{"w": where}, "OPERATION_TOO_COMPLEX",
				"variable-nodes"},
			"a deep filter in a variable": {filtered, map[string]any{"w": deep}, "OPERATION_TOO_COMPLEX",
				"variable-nodes"},
			"pages of pages of pages": {"{ units(first: 100) { edges { node { posts(first: 100) { edges { node { " +
				"person { posts(first: 100) { edges { node { unit { posts(first: 100) { edges { node { title } } } } " +
				"} } } } } } } } } } }",
				nil, "OPERATION_TOO_COMPLEX", "anonymous-cost"},
			"a schema a hundred times over": {"{ __schema { types { " + repeatFormat(100, "a%d: fields { args { "+
				"name description defaultValue type { name "+
				"kind } } } ") + "} } }", nil, "OPERATION_TOO_COMPLEX", "schema-cost"},
			"a filter that sixty fields use": {
				"query($w: UnitWhereInput!) {" + repeatFormat(60, "a%d: units(where: $w) { totalCount } ") + "}",
				map[string]any{"w": map[string]any{"or": where["or"].([]any)[:190]}},
				"OPERATION_TOO_COMPLEX", "filter-values",
			},
			"pages in variables": {"query($n: Int) { units(first: $n) { edges { node { posts(first: $n) { edges { " +
				"node { person { posts(first: $n) { edges { node { unit { posts(first: $n) { edges { node { title } } " +
				"} } } } } } } } } } } } }",
				map[string]any{"n": 100}, "OPERATION_TOO_COMPLEX", "anonymous-cost"},
		} {
			a.t.Run(name, func(t *testing.T) {
				a := a
				a.t = t
				got := a.ask(tc.query, tc.variables)
				if len(got.Errors) != 1 || got.Data != nil {
					t.Fatalf("got %.500v", got)
				}
				refused := got.Errors[0]
				if refused.Extensions.Code != tc.code ||
					tc.limit != "" && refused.Extensions.Params["limit"] != tc.limit {
					t.Errorf("got %+v, want %s of %s", refused, tc.code, tc.limit)
				}
				if max, limited := refused.Extensions.Params["max"]; tc.limit != "" &&
					(!limited || !strings.Contains(refused.Message, fmt.Sprint(max)) ||
						!strings.Contains(refused.Message, tc.limit)) {
					t.Errorf("the message does not tell the limit: %+v", refused)
				}
			})
		}
		if got := a.ask(doublingFragments(30), nil, "Accept-Language", "vi"); len(got.Errors) != 1 ||
			!strings.Contains(got.Errors[0].Message, "quá phức tạp") {
			a.t.Errorf("in Vietnamese: %+v", got)
		}
		for name, query := range introspections(a.t) {
			if types, _ := at(a.data(query, nil), "__schema", "types").([]any); len(types) < 100 {
				a.t.Errorf("%s describes %d types", name, len(types))
			}
		}
	})
}

// TestErrors_InvalidDocument checks that at most fifty errors of a document are returned, with their total
// number, and that none is long.
func TestErrors_InvalidDocument(t *testing.T) {
	eachAPI(t, func(a api) {
		for name, query := range map[string]string{
			"leaves with selections": "{ viewer { " + strings.Repeat("kind{a} ",
				40) + "} units { " + strings.Repeat("edges ", 45) + "} }",
			"long names": "{ viewer { " + strings.Repeat(strings.Repeat("x", 3000)+" ", 19) + "} }",
			"unknown arguments": "{ " + repeatFormat(60,
				"u%d: unit(code: \"a\", "+strings.Repeat("y", 500)+": 1) { id } ") + "}",
		} {
			got := a.ask(query, nil)
			size := 0
			for _, e := range got.Errors {
				size += len(e.Message)
				if len(e.Message) > 500 {
					a.t.Errorf("%s: a message of %d bytes: %.100s", name, len(e.Message), e.Message)
				}
			}
			if len(got.Errors) == 0 || len(got.Errors) > 51 {
				a.t.Errorf("%s: %d errors of %d bytes", name, len(got.Errors), size)
			}
			if len(got.Errors) < 51 {
				continue
			}
			last := got.Errors[50].Extensions
			if last.Code != "TOO_MANY_ERRORS" || fmt.Sprint(last.Params["max"]) != "50" ||
				len(fmt.Sprint(last.Params["value"])) < 2 {
				a.t.Errorf("%s: the last one is %+v", name, got.Errors[50])
			}
		}
		if got := a.ask("{ units { "+strings.Repeat("edges ", 50)+"} }", nil); len(got.Errors) != 50 ||
			got.Errors[49].Extensions.Code != "GRAPHQL_VALIDATION_FAILED" {
			a.t.Errorf("%d errors", len(got.Errors))
		}
	})
}

// A client of automatic persisted queries meets the protocol's own words in every language.
func TestPersistedQueries(t *testing.T) {
	eachAPI(t, func(a api) {
		const query = `{ viewer { kind } }`
		hash := sha256.Sum256([]byte(query))
		send := func(text string) (got graphqlResponse) {
			body := map[string]any{
				"extensions": map[string]any{
					"persistedQuery": map[string]any{"version": 1, "sha256Hash": hex.EncodeToString(hash[:])},
				},
			}
			if text != "" {
				body["query"] = text
			}
			raw, err := json.Marshal(body)
			if err != nil {
				a.t.Fatal(err)
			}
			request, err := http.NewRequest(http.MethodPost, a.url, bytes.NewReader(raw))
			if err != nil {
				a.t.Fatal(err)
			}
			request.Header.Set("Content-Type", "application/json")
			request.Header.Set("Accept-Language", "vi")
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				a.t.Fatal(err)
			}
			defer response.Body.Close()
			if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
				a.t.Fatal(err)
			}
			return got
		}
		if got := send(""); len(got.Errors) != 1 || got.Errors[0].Message != "PersistedQueryNotFound" ||
			got.Errors[0].Extensions.Code != "PERSISTED_QUERY_NOT_FOUND" {
			a.t.Errorf("the hash alone: %+v", got)
		}
		for _, text := range []string{query, ""} {
			if got := send(text); at(got.Data, "viewer", "kind") != "ANONYMOUS" {
				a.t.Errorf("%q: %+v", text, got)
			}
		}
		if got := send(`{ __typename }`); len(got.Errors) != 1 ||
			got.Errors[0].Extensions.Code != "BAD_PERSISTED_QUERY" {
			a.t.Errorf("another text: %+v", got)
		}
	})
}
