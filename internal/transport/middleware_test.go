package transport_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"thidua/internal/transport"
)

const trustedOrigin = "https://hall.example"

func newMiddleware(c transport.Config) http.Handler {
	return transport.Middleware(c, newTestServer(transport.Limits{}))
}

const typenameBody = `{"query":"{ __typename }"}`

// A page of another site can send neither a simple request nor one that needs a preflight; programs and
// pages of the same origin can.
func TestMiddleware_CSRF(t *testing.T) {
	h := newMiddleware(transport.Config{Origins: []string{trustedOrigin}})
	for name, tc := range map[string]struct {
		header []string
		status int
		code   string
	}{
		"a program":                      {nil, 200, ""},
		"our own page":                   {[]string{"Sec-Fetch-Site", "same-origin", "Origin", "http://example.com"}, 200, ""},
		"our own page, an old browser":   {[]string{"Origin", "http://example.com"}, 200, ""},
		"a page we trust":                {[]string{"Sec-Fetch-Site", "cross-site", "Origin", trustedOrigin}, 200, ""},
		"another page":                   {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403, "CROSS_ORIGIN"},
		"another page of our site":       {[]string{"Sec-Fetch-Site", "same-site", "Origin", "https://blog.example.com"}, 403, "CROSS_ORIGIN"},
		"another page that hides itself": {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "null"}, 403, "CROSS_ORIGIN"},
		"another page, an old browser":   {[]string{"Origin", "https://evil.example"}, 403, "CROSS_ORIGIN"},
		"a form of another page":         {[]string{"Sec-Fetch-Site", "cross-site", "Content-Type", "text/plain"}, 403, "CROSS_ORIGIN"},
	} {
		if got := post(t, h, typenameBody, tc.header...); got.status != tc.status || got.code() != tc.code {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	h = newMiddleware(transport.Config{Origins: []string{"*"}})
	got := send(t, h, "POST", "/graphql", typenameBody,
		"Content-Type", "text/plain", "Sec-Fetch-Site", "cross-site")
	if got.status != 415 {
		t.Errorf("a form if all origins are allowed: %d %s", got.status, got.body)
	}
}

func TestMiddleware_CORS(t *testing.T) {
	preflight := []string{
		"Access-Control-Request-Method", "POST",
		"Access-Control-Request-Headers", "content-type,authorization",
	}
	trusted := transport.Config{Origins: []string{trustedOrigin}}
	withCredentials := transport.Config{Origins: []string{trustedOrigin}, Credentials: true}
	two := transport.Config{Origins: []string{"https://a.example", trustedOrigin}}
	everybody := transport.Config{Origins: []string{"*"}}
	for name, tc := range map[string]struct {
		config               transport.Config
		origin, want         string
		credentials, answers bool
	}{
		"no origin is allowed": {transport.Config{}, trustedOrigin, "", false, false},
		"a page we trust":      {two, trustedOrigin, trustedOrigin, false, true},
		"with credentials":     {withCredentials, trustedOrigin, trustedOrigin, true, true},
		"another page":         {withCredentials, "https://evil.example", "", false, false},
		"a name like ours":     {trusted, trustedOrigin + ".evil.example", "", false, false},
		"everybody":            {everybody, "https://any.example", "*", false, true},
		"everybody, from null": {everybody, "null", "*", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			h := newMiddleware(tc.config)
			preflighted := send(t, h, "OPTIONS", "/graphql", "", append(preflight, "Origin", tc.origin)...)
			answered := preflighted.status == 204 && preflighted.header.Get("Access-Control-Max-Age") == "7200" &&
				strings.Contains(preflighted.header.Get("Access-Control-Allow-Headers"), "Authorization")
			rejected := preflighted.status == 403 && preflighted.code() == "CROSS_ORIGIN" &&
				preflighted.header.Get("Access-Control-Allow-Methods") == ""
			if answered != tc.answers || rejected == tc.answers {
				t.Errorf("the preflight: %d %v", preflighted.status, preflighted.header)
			}
			sent := send(t, h, "GET", "/graphql?query={__typename}", "", "Origin", tc.origin)
			for _, got := range []testResponse{preflighted, sent} {
				credentials := got.header.Get("Access-Control-Allow-Credentials") == "true"
				if got.header.Get("Access-Control-Allow-Origin") != tc.want || credentials != tc.credentials {
					t.Errorf("%v", got.header)
				}
				varies := strings.Contains(strings.Join(got.header["Vary"], ","), "Origin")
				if varies == (tc.want == "*") {
					t.Errorf("Vary is %v", got.header["Vary"])
				}
			}
		})
	}
}

func TestConfig_Validate(t *testing.T) {
	for _, bad := range []transport.Config{
		{Origins: []string{""}},
		{Origins: []string{"null"}},
		{Origins: []string{"https://"}},
		{Origins: []string{"hall.example"}},
		{Origins: []string{trustedOrigin + "/"}},
		{Origins: []string{"https://Hall.example"}},
		{Origins: []string{"ftp://hall.example"}},
		{Origins: []string{"https://*.example", "*"}},
		{Origins: []string{"*"}, Credentials: true},
	} {
		if bad.Validate() == nil {
			t.Errorf("%+v is let through", bad)
		}
	}
}

// Every response has the security headers.
func TestMiddleware_SecurityHeaders(t *testing.T) {
	h := newMiddleware(transport.Config{})
	for _, got := range []testResponse{
		post(t, h, typenameBody),
		post(t, h, "["),
		send(t, h, "PUT", "/graphql", ""),
		post(t, h, typenameBody, "Sec-Fetch-Site", "cross-site"),
	} {
		for name, want := range map[string]string{
			"Cache-Control":                "no-store",
			"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Referrer-Policy":              "no-referrer",
			"X-Content-Type-Options":       "nosniff",
		} {
			if got.header.Get(name) != want {
				t.Errorf("%d: %s is %q", got.status, name, got.header.Get(name))
			}
		}
		if vary := strings.Join(got.header["Vary"], ","); !strings.Contains(vary, "Accept, Accept-Language") {
			t.Errorf("%d: Vary is %q", got.status, vary)
		}
	}
}

// The id of a request is the one that it came with, if it is safe; its log lines have it.
func TestRequestID(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(transport.WithRequestID(slog.NewJSONHandler(&log, nil))).With("a", 1)
	h := transport.RequestIDs(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		logger.InfoContext(r.Context(), "here")
	}))
	seen := map[string]bool{}
	for given, kept := range map[string]bool{
		"3f2a-ab_C.9":           true,
		strings.Repeat("a", 64): true,
		strings.Repeat("a", 65): false,
		"":                      false,
		"a b":                   false,
		"a\"b":                  false,
		"<x>":                   false,
		"â":                     false,
	} {
		log.Reset()
		got := send(t, h, "GET", "/", "", "X-Request-Id", given).header.Get("X-Request-Id")
		if kept != (got == given) || len(got) < 11 || seen[got] {
			t.Errorf("%q: %q", given, got)
		}
		seen[got] = true
		var line map[string]any
		if err := json.Unmarshal(log.Bytes(), &line); err != nil || line["request"] != got {
			t.Errorf("logged as %s", log.String())
		}
	}
	log.Reset()
	if logger.Info("elsewhere"); strings.Contains(log.String(), "request") {
		t.Errorf("logged as %s", log.String())
	}
}

// Large responses are compressed for clients that accept it, without a change; small ones are not.
func TestMiddleware_Compression(t *testing.T) {
	h := newMiddleware(transport.Config{})
	const big = `{"query":"{ big }"}`
	plain := post(t, h, big)
	if plain.header.Get("Content-Encoding") != "" || len(plain.body) < 1<<10 {
		t.Fatalf("%v", plain.header)
	}
	for _, accept := range []string{"gzip", "deflate, gzip;q=0.5, br", "zstd, gzip"} {
		zipped := post(t, h, big, "Accept-Encoding", accept)
		if zipped.header.Get("Content-Encoding") != "gzip" || len(zipped.body) > len(plain.body)/4 {
			t.Fatalf("%s: %v, %d bytes", accept, zipped.header, len(zipped.body))
		}
		reader, err := gzip.NewReader(strings.NewReader(zipped.body))
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(reader); err != nil || string(body) != plain.body {
			t.Errorf("%s: another body", accept)
		}
	}
	for _, got := range []testResponse{
		post(t, h, typenameBody, "Accept-Encoding", "gzip"),
		post(t, h, big, "Accept-Encoding", "gzip;q=0"),
		post(t, h, big, "Accept-Encoding", "br"),
	} {
		if got.header.Get("Content-Encoding") != "" ||
			!strings.Contains(strings.Join(got.header["Vary"], ","), "Accept-Encoding") {
			t.Errorf("%v", got.header)
		}
	}
}

// An event stream is not buffered and never compressed.
func TestMiddleware_StreamsNotBuffered(t *testing.T) {
	written := make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, ": hello\n\n")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		<-written // the client has it before the handler ends
	})
	server := httptest.NewServer(transport.Middleware(transport.Config{}, handler))
	defer server.Close()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/event-stream")
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got := make([]byte, 9)
	if _, err := io.ReadFull(response.Body, got); err != nil || string(got) != ": hello\n\n" ||
		response.Header.Get("Content-Encoding") != "" {
		t.Errorf("%q %v %v", got, err, response.Header)
	}
	close(written)
}
