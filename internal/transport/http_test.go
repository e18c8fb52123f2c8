package transport_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"thidua/internal/transport"
)

// Each media type has its own rules for the status; a response that was not executed has no data member.
func TestHTTP_Status(t *testing.T) {
	h := newTestServer(transport.Limits{Timeout: 20 * time.Millisecond})
	for name, tc := range map[string]struct {
		body            string
		legacy, graphQL int
		code            string
		data            string
	}{
		"an answer":                 {`{"query":"{ __typename }"}`, 200, 200, "", `{"__typename":"Query"}`},
		"an error beside data":      {`{"query":"{ null }"}`, 200, 200, "", `null`},
		"a document that is none":   {`{"query":"{"}`, 200, 400, "GRAPHQL_PARSE_FAILED", ""},
		"an empty document":         {`{"query":""}`, 200, 400, "GRAPHQL_VALIDATION_FAILED", ""},
		"a field that is none":      {`{"query":"{ nope }"}`, 200, 400, "GRAPHQL_VALIDATION_FAILED", ""},
		"a variable that is none":   {`{"query":"query($n: Any!) { echo(number: $n) }"}`, 200, 400, "GRAPHQL_VALIDATION_FAILED", ""},
		"an operation that is none": {`{"query":"query A { big }","operationName":"Secret"}`, 200, 400, "UNKNOWN_OPERATION", ""},
		"which of two operations":   {`{"query":"query A { big } query B { big }"}`, 200, 400, "UNKNOWN_OPERATION", ""},
		"a subscription":            {`{"query":"subscription { ticks }"}`, 200, 400, "SUBSCRIPTION_TRANSPORT", ""},
		"a part to come":            {`{"query":"{ defer }"}`, 200, 400, "DEFER_TRANSPORT", ""},
		"rejected before executing": {`{"query":"{ broken }"}`, 200, 400, "", ""},
		"out of time":               {`{"query":"{ slow }"}`, 503, 503, "TIMEOUT", ""},
		"a panic":                   {`{"query":"{ panic }"}`, 500, 500, "INTERNAL", ""},
	} {
		t.Run(name, func(t *testing.T) {
			for accept, want := range map[string]int{
				"application/json":                  tc.legacy,
				"application/graphql-response+json": tc.graphQL,
			} {
				got := post(t, h, tc.body, "Accept", accept)
				if got.status != want || got.code() != tc.code || string(got.data) != tc.data {
					t.Errorf("%s: %d %s, want %d %s", accept, got.status, got.body, want, tc.code)
				}
				if got.header.Get("Content-Type") != accept+"; charset=utf-8" {
					t.Errorf("it is a %s", got.header.Get("Content-Type"))
				}
				if strings.Contains(got.body, `"data"`) != (tc.data != "") ||
					strings.Contains(got.body, `"errors"`) != (len(got.errors) > 0) {
					t.Errorf("entries that should be there, or not: %s", got.body)
				}
				if strings.Contains(got.body, "hunter2") || strings.Contains(got.body, "Secret") {
					t.Errorf("it reveals too much: %s", got.body)
				}
			}
		})
	}
}

// Requests that are not GraphQL are rejected with a code and an HTTP status, without echoing input.
func TestHTTP_Rejections(t *testing.T) {
	h := newTestServer(transport.Limits{MaxBody: 200})
	const marker = "XyZzY"
	query := `{"query":"{ __typename }"`
	for name, tc := range map[string]struct {
		body, contentType string
		status            int
		code, detail      string
	}{
		"no type":              {query + `}`, "", 415, "UNSUPPORTED_MEDIA_TYPE", ""},
		"text":                 {query + `}`, "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE", ""},
		"a form":               {"query=" + marker, "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE", ""},
		"a multipart form":     {marker, "multipart/form-data; boundary=x", 415, "UNSUPPORTED_MEDIA_TYPE", ""},
		"a type in a type":     {query + `}`, "text/plain; x=application/json", 415, "UNSUPPORTED_MEDIA_TYPE", ""},
		"two types":            {query + `}`, "application/json, text/plain", 415, "UNSUPPORTED_MEDIA_TYPE", ""},
		"another charset":      {query + `}`, "application/json; charset=iso-8859-1", 415, "UNSUPPORTED_MEDIA_TYPE", ""},
		"nothing":              {"", asJSON, 400, "MALFORMED_REQUEST", "EMPTY"},
		"space":                {" \n", asJSON, 400, "MALFORMED_REQUEST", "EMPTY"},
		"no JSON":              {`{"` + marker, asJSON, 400, "MALFORMED_REQUEST", "NOT_JSON"},
		"more than JSON":       {query + `}` + marker, asJSON, 400, "MALFORMED_REQUEST", "NOT_JSON"},
		"two objects":          {query + `}{}`, asJSON, 400, "MALFORMED_REQUEST", "NOT_JSON"},
		"no UTF-8":             {`{"query":"{ ` + "\xff" + ` }"}`, asJSON, 400, "MALFORMED_REQUEST", "NOT_UTF8"},
		"a byte order mark":    {"\ufeff" + query + `}`, asJSON, 400, "MALFORMED_REQUEST", "NOT_JSON"},
		"a string":             {`"` + marker + `"`, asJSON, 400, "MALFORMED_REQUEST", "NOT_AN_OBJECT"},
		"null":                 {`null`, asJSON, 400, "MALFORMED_REQUEST", "NOT_AN_OBJECT"},
		"a batch":              {`[` + query + `}]`, asJSON, 400, "BATCH_NOT_SUPPORTED", ""},
		"no query":             {`{"qeury":"` + marker + `"}`, asJSON, 400, "BAD_PARAMETER", "MISSING"},
		"a query by its case":  {`{"Query":"{ __typename }"}`, asJSON, 400, "BAD_PARAMETER", "MISSING"},
		"a null query":         {`{"query":null}`, asJSON, 400, "BAD_PARAMETER", "MISSING"},
		"a number for a query": {`{"query":7}`, asJSON, 400, "BAD_PARAMETER", "NOT_A_STRING"},
		"a query twice":        {query + `,"query":"{ big }"}`, asJSON, 400, "BAD_PARAMETER", "REPEATED"},
		"a query in disguise":  {query + `,"qu\u0065ry":"{ big }"}`, asJSON, 400, "BAD_PARAMETER", "REPEATED"},
		"a list for a name":    {query + `,"operationName":["` + marker + `"]}`, asJSON, 400, "BAD_PARAMETER", "NOT_A_STRING"},
		"a list of variables":  {query + `,"variables":["` + marker + `"]}`, asJSON, 400, "BAD_PARAMETER", "NOT_AN_OBJECT"},
		"false for extensions": {query + `,"extensions":false}`, asJSON, 400, "BAD_PARAMETER", "NOT_AN_OBJECT"},
		"too much":             {query + strings.Repeat(" ", 200) + `}`, asJSON, 413, "BODY_TOO_LARGE", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, h, http.MethodPost, "/graphql?query="+marker, tc.body, "Content-Type", tc.contentType)
			if got.status != tc.status || got.code() != tc.code {
				t.Fatalf("%d %s, want %d %s", got.status, got.body, tc.status, tc.code)
			}
			if reason, _ := got.errors[0].Extensions.Params["reason"].(string); reason != tc.detail {
				t.Errorf("the reason is %q, want %q", reason, tc.detail)
			}
			for _, leak := range []string{marker, "invalid character", "goroutine", ".go", "json:", "map["} {
				if strings.Contains(got.body, leak) {
					t.Errorf("it tells %q: %s", leak, got.body)
				}
			}
			vi := send(t, h, http.MethodPost, "/graphql", tc.body,
				"Content-Type", tc.contentType, "Accept-Language", "vi")
			if vi.code() != tc.code || vi.errors[0].Message == got.errors[0].Message {
				t.Errorf("in Vietnamese it is %s", vi.body)
			}
		})
	}
}

// An operation name has at most 1024 bytes on every transport. A longer one is rejected with the limit, and
// neither echoed nor logged.
func TestOperationName_TooLong(t *testing.T) {
	log := captureLog(t)
	f := newFixture(t)
	get := transport.AccessLog(newMiddleware(transport.Config{}), nil)
	p := f.dialInit(t)
	for length, code := range map[int]string{
		1024:      `"UNKNOWN_OPERATION"`,
		1025:      `"limit":"operation-name-bytes","max":1024,"parameter":"operationName","reason":"TOO_LONG","value":1025}`,
		900 << 10: `"max":1024,"parameter":"operationName","reason":"TOO_LONG","value":921600}`,
	} {
		name := strings.Repeat("N", length)
		body := `{"query":"query A { hello }","operationName":"` + name + `"}`
		p.send(`{"id":"a","type":"subscribe","payload":` + body + `}`)
		message, _ := p.next()
		query := "?query=query+A+{__typename}&operationName=" + name
		for protocol, got := range map[string]string{
			"POST":         f.post(t, body).body,
			"GET":          send(t, get, http.MethodGet, "/graphql"+query, "").body,
			"WebSocket":    message,
			"event stream": readBody(t, f.postPlain(t, body, "Accept", "text/event-stream")),
		} {
			if !strings.Contains(got, code) || strings.Contains(got, "NNNN") {
				t.Errorf("%d bytes by %s: %.300s", length, protocol, got)
			}
		}
	}
	if strings.Contains(log.String(), "NNNN") {
		t.Error("the log has the name")
	}
}

// Optional parameters may be null or missing, unknown names are ignored, and numbers remain exact.
func TestHTTP_Parameters(t *testing.T) {
	h := newTestServer(transport.Limits{})
	for _, tc := range []struct{ body, want string }{
		{`{"query":"{ __typename }","operationName":null,"variables":null,"extensions":null}`,
			`{"__typename":"Query"}`},
		{`{"id":1,"query":"query A { __typename } query B { big }","operationName":"A",` +
			`"nested":{"query":[{"query":"}"}],"s":"\"\\"}}`,
			`{"__typename":"Query"}`},
		{" {\t\"variables\" : {\"n\": 12345678901234567.5} ,\r\n" +
			`"query":"query($n: Any) { echo(number: $n) }" , "extensions":{} } `,
			`{"echo":{"n":12345678901234567.5}}`},
		{`{"query":"query($t: String) { echo(text: $t) }","variables":{"t":"Thi đua \"x\" \u003c"}}`,
			`{"echo":{"t":"Thi đua \"x\" \u003c"}}`},
	} {
		if got := post(t, h, tc.body); got.status != 200 || string(got.data) != tc.want {
			t.Errorf("%s: %d %s", tc.body, got.status, got.body)
		}
	}
	if got := post(t, h, `{"extensions":{"persistedQuery":{"version":1}}}`); got.code() == "BAD_PARAMETER" {
		t.Errorf("the hash of a query is no query: %s", got.body)
	}
}

// GET executes queries from URL parameters, and changes nothing.
func TestHTTP_GET(t *testing.T) {
	h := newTestServer(transport.Limits{MaxBody: 300})
	q := func(pairs ...string) string {
		v := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			v.Add(pairs[i], pairs[i+1])
		}
		return "/graphql?" + v.Encode()
	}
	for name, tc := range map[string]struct {
		target string
		status int
		code   string
	}{
		"a query": {q("query", "{ __typename }", "utm", "x"), 200, ""},
		"with variables": {q("query", "query A($t: String) { echo(text: $t) }", "variables", `{"t":"x"}`,
			"operationName", "A"), 200, ""},
		"with empty ones": {q("query", "{ __typename }", "variables", "", "operationName", "",
			"extensions", "null"), 200, ""},
		"a mutation":          {q("query", "mutation { change }"), 405, "METHOD_NOT_ALLOWED"},
		"a subscription":      {q("query", "subscription { ticks }"), 200, "SUBSCRIPTION_TRANSPORT"},
		"nothing":             {"/graphql", 400, "BAD_PARAMETER"},
		"two queries":         {q("query", "{ big }", "query", "{ __typename }"), 400, "BAD_PARAMETER"},
		"variables of text":   {q("query", "{ big }", "variables", "x"), 400, "BAD_PARAMETER"},
		"more than an object": {q("query", "{ big }", "variables", "{}}"), 400, "BAD_PARAMETER"},
		"a bad escape":        {"/graphql?query=%zz", 400, "MALFORMED_REQUEST"},
		"no UTF-8":            {"/graphql?query=%ff", 400, "MALFORMED_REQUEST"},
		"too much":            {q("query", strings.Repeat(" ", 300)), 414, "BODY_TOO_LARGE"},
	} {
		if got := send(t, h, http.MethodGet, tc.target, ""); got.status != tc.status || got.code() != tc.code {
			t.Errorf("%s: %d %s, want %d %s", name, got.status, got.body, tc.status, tc.code)
		} else if tc.status == 405 && got.header.Get("Allow") != "POST" {
			t.Errorf("%s: Allow is %q", name, got.header.Get("Allow"))
		}
	}
}

// Other methods get the allowed ones; an Upgrade header that is not supported is ignored.
func TestHTTP_Methods(t *testing.T) {
	h := newTestServer(transport.Limits{})
	for method, want := range map[string]int{
		"OPTIONS": 204, "PUT": 405, "DELETE": 405, "TRACE": 405, "QUERY": 405,
	} {
		got := send(t, h, method, "/graphql", "")
		if got.status != want || got.header.Get("Allow") != "GET, HEAD, OPTIONS, POST" ||
			want == 405 && got.code() != "METHOD_NOT_ALLOWED" {
			t.Errorf("%s: %d %v %s", method, got.status, got.header, got.body)
		}
	}
	offer := post(t, h, typenameBody, "Connection", "Upgrade, HTTP2-Settings", "Upgrade", "h2c")
	if offer.status != 200 {
		t.Errorf("an offer of h2c: %d %s", offer.status, offer.body)
	}
	compressed := post(t, h, typenameBody, "Content-Encoding", "gzip")
	if compressed.code() != "UNSUPPORTED_MEDIA_TYPE" {
		t.Errorf("a compressed body: %d %s", compressed.status, compressed.body)
	}
}
