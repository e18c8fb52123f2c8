package graph_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"thidua/graph"
	"thidua/internal/account"
	"thidua/internal/guard"
	"thidua/internal/transport"
)

const introspectsTypeQuery = `{ __type(name: "Unit") { name } }`

func sha256Hex(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// TestPrivateSchema checks that a private schema is visible only to authenticated viewers, whatever form the
// query has.
func TestPrivateSchema(t *testing.T) {
	eachSignedAPI(t, func(a signedAPI, ministry string) {
		const trusted = `query Trusted { __schema { queryType { name } } }`
		authenticator := account.NewAuthenticator(a.store, nil, time.Now)
		h := graph.Handler(
			a.store,
			graph.WithGuard(
				guard.New(
					guard.Config{
						Limits:           guard.DefaultLimits(),
						PrivateSchema:    true,
						TrustedDocuments: guard.TrustedDocuments{sha256Hex(trusted): trusted},
					},
				),
			),
		)
		server := httptest.NewServer(
			transport.Middleware(transport.Config{}, transport.Authenticate(h, authenticator.Authenticate)),
		)
		a.t.Cleanup(server.Close)
		ask := func(token string, request map[string]any) (status int, got graphqlResponse) {
			a.t.Helper()
			body, err := json.Marshal(request)
			if err != nil {
				a.t.Fatal(err)
			}
			r, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, server.URL, bytes.NewReader(body))
			if err != nil {
				a.t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept", "application/graphql-response+json")
			if token != "" {
				r.Header.Set("Authorization", "Bearer "+token)
			}
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				a.t.Fatal(err)
			}
			defer response.Body.Close()
			if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
				a.t.Fatal(err)
			}
			return response.StatusCode, got
		}
		apq := map[string]any{
			"persistedQuery": map[string]any{"version": 1, "sha256Hash": sha256Hex(introspectsTypeQuery)},
		}
		for name, request := range map[string]map[string]any{
			"__type":          {"query": introspectsTypeQuery},
			"__schema":        {"query": `{ __schema { types { name } } }`},
			"by another name": {"query": `{ viewer: __type(name: "Unit") { name } }`},
			"in a fragment": {"query": `{ ...A } fragment A on Query { __typename ... { __schema { ` +
				`queryType { name } } } }`},
			"perhaps": {"query": `query($b: Boolean!) { __schema @include(if: $b) { queryType { ` +
				`name } } }`, "variables": map[string]any{"b": true}},
			"one of two": {"query": `query A { __typename } query B { __schema { queryType { ` +
				`name } } }`, "operationName": "B"},
			"text and hash":        {"query": introspectsTypeQuery, "extensions": apq},
			"by hash":              {"extensions": apq},
			"trusted, by hash":     {"documentId": sha256Hex(trusted)},
			"trusted, by text":     {"query": trusted},
			"beside something":     {"query": `{ __typename __type(name: "Unit") { fields { name } } }`},
			"of what is not there": {"query": `{ __type(name: "Nothing") { name } }`},
		} {
			for range 2 { // before somebody else asked for it, and after
				if request["extensions"] != nil && request["query"] == nil {
					if _, got := ask(ministry, map[string]any{"query": introspectsTypeQuery, "extensions": apq}); len(
						got.Errors,
					) > 0 {
						a.t.Fatalf("%+v", got.Errors)
					}
				}
				status, got := ask("", request)
				if status != http.StatusForbidden || len(got.Errors) != 1 ||
					got.Errors[0].Extensions.Code != "INTROSPECTION_OFF" ||
					got.Data != nil {
					a.t.Errorf("%s: %d %+v", name, status, got)
				}
				if status, got := ask(ministry, request); status != 200 || len(got.Errors) > 0 {
					a.t.Errorf("%s, signed in: %d %+v", name, status, got)
				}
			}
		}
		for name, request := range map[string]map[string]any{
			"__typename": {"query": `{ __typename viewer { __typename kind } }`},
			"the other of two": {"query": `query A { __typename } query B { __schema { queryType { ` +
				`name } } }`, "operationName": "A"},
		} {
			if status, got := ask("", request); status != 200 || len(got.Errors) > 0 {
				a.t.Errorf("%s: %d %+v", name, status, got)
			}
		}
		for _, mistake := range []string{`{ viewr { kind } }`, `{ units(firs: 1) { ` +
			`totalCount } }`, `{ units(where: {kind: PROVINCIAL_DEPARTMEN}) { totalCount } }`,
			`{ units(where: {cod: "x"}) { totalCount } }`,
			`{ node(id: "x") { code } }`, `{ ...A } fragment A on Uni { id }`} {
			for token, suggested := range map[string]bool{"": false, ministry: true} {
				_, got := ask(token, map[string]any{"query": mistake})
				if len(got.Errors) == 0 || got.Errors[0].Extensions.Code != "GRAPHQL_VALIDATION_FAILED" ||
					(got.Errors[0].Extensions.Params["suggestions"] != nil) != suggested {
					a.t.Errorf("%s, %v: %+v", mistake, suggested, got.Errors)
				}
			}
		}
		for mistake, suggestion := range map[string]string{`{"cod": "x"}`: "code", `{"or": [{"cod": "x"}]}`: "code",
			`{"hasClusterYearsWith": {}}`: "", `{"zzzzzz": 1}`: ""} {
			for _, token := range []string{"", ministry} {
				_, got := ask(token, map[string]any{"variables": map[string]any{"w": json.RawMessage(mistake)},
					"query": `query($w: UnitWhereInput) { units(where: $w) { totalCount } }`})
				if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "GRAPHQL_VALIDATION_FAILED" {
					a.t.Fatalf("%s: %+v", mistake, got)
				}
				names, _ := got.Errors[0].Extensions.Params["suggestions"].([]any)
				if token != "" && suggestion != "" && !slices.Contains(names, any(suggestion)) ||
					token == "" && names != nil {
					a.t.Errorf("%s in a variable, token %q: %+v", mistake, token, got.Errors)
				}
			}
		}
	})
}

// TestErrors_GraphQLValidation checks that GraphQL's own errors are in the client's language, with the rule
// and the location, without client values.
func TestErrors_GraphQLValidation(t *testing.T) {
	eachAPI(t, func(a api) {
		for _, tc := range []struct{ query, code, key, value, vi, en string }{
			{`{ units { hunter } }`, "GRAPHQL_VALIDATION_FAILED", "rule", "FieldsOnCorrectType",
				"Kiểu UnitConnection không có trường hunter.", "The type UnitConnection has no field hunter."},
			{`{ units(first: "hunter2") { totalCount } }`,
				"GRAPHQL_VALIDATION_FAILED", "rule", "ValuesOfCorrectType",
				"Cần một giá trị kiểu Int.", "A value of the type Int is required."},
			{`query($n: Int!) { cluster(number: $n) { id } }`,
				"GRAPHQL_VALIDATION_FAILED", "rule", "VariableValues",
				"Thiếu giá trị của n.", "n requires a value."},
			{`{ units(where: {code: "hunter2`,
				"GRAPHQL_PARSE_FAILED", "reason", "TOKEN",
				"Tài liệu GraphQL sai cú pháp: có ký tự, số hoặc chuỗi viết sai.",
				"The document cannot be parsed: a character, number or string is malformed."},
			{``,
				"GRAPHQL_VALIDATION_FAILED", "rule", "NoOperation",
				"Tài liệu không có thao tác nào.", "The document has no operation."},
		} {
			for language, want := range map[string]string{"vi": tc.vi, "en": tc.en} {
				got := a.ask(tc.query, nil, "Accept-Language", language)
				if len(got.Errors) != 1 || got.Errors[0].Message != want || got.Errors[0].Extensions.Code != tc.code ||
					got.Errors[0].Extensions.Params[tc.key] != tc.value ||
					got.Errors[0].Path != nil {
					a.t.Errorf("%s: %+v, want %q", tc.query, got.Errors, want)
				}
			}
		}
	})
}
