package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"thidua/internal/web"
)

// request sends a request to a handler; headers are given in pairs.
func request(t *testing.T, h http.Handler, method, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func readBody(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestHandler_Responses(t *testing.T) {
	h := web.Handler(web.Config{
		SDL:     []byte("type Query { năm: Int }"),
		Version: "v0.9",
		Docs:    fstest.MapFS{"hello.md": {Data: []byte("# Xin chào\n\n<script>alert(1)</script>\n")}},
	})
	for _, c := range []struct {
		method, path string
		status       int
		ctype, says  string
	}{
		{"GET", "/", 200, "text/html; charset=utf-8", "v0.9"},
		{"HEAD", "/", 200, "text/html; charset=utf-8", ""},
		{"GET", "/playground", 200, "text/html; charset=utf-8", "/static/playground.js"},
		{"GET", "/screen/demo-hall", 200, "text/html; charset=utf-8", "/static/screen/hall.js"},
		{"GET", "/site/demo-hall", 200, "text/html; charset=utf-8", "/static/screen/hall.js"},
		{"GET", "/site/demo-hall/main", 200, "text/html; charset=utf-8", "/static/screen/hall.js"},
		{"GET", "/control/demo-hall", 200, "text/html; charset=utf-8", "/static/screen/hall.js"},
		{"GET", "/static/screen/hall.js", 200, "text/javascript; charset=utf-8", "conferenceEvents"},
		{"GET", "/static/screen/LICENSES.md", 200, "text/plain; charset=utf-8", "Jason Miller"},
		{"GET", "/static/screen/hall.css", 200, "text/css; charset=utf-8", "prefers-color-scheme"},
		{"GET", "/schema.graphql", 200, "text/plain; charset=utf-8", "năm"},
		{"GET", "/docs/", 200, "text/html; charset=utf-8", `href="/docs/hello?lang=en" lang="en">Xin chào`},
		{"GET", "/docs/?q=CHAO", 200, "text/html; charset=utf-8", `Xin <mark>chào</mark>`},
		{"GET", "/docs/?q=zzz&lang=vi", 200, "text/html; charset=utf-8", "Không có mục nào"},
		{"GET", "/docs/errors", 200, "text/html; charset=utf-8", `id="NOT_FOUND"`},
		{"GET", "/docs/errors?lang=vi", 200, "text/html; charset=utf-8",
			"<p>Không tìm thấy nội dung này, hoặc bạn không có quyền xem.</p>"},
		{"GET", "/docs/errors?lang=en", 200, "text/html; charset=utf-8",
			`<p class="other" lang="vi">Không tìm thấy nội dung này`},
		{"GET", "/docs/hello", 200, "text/html; charset=utf-8", "<!-- raw HTML omitted -->"},
		{"GET", "/static/playground.js", 200, "text/javascript; charset=utf-8", "createRoot"},
		{"GET", "/static/site.css", 200, "text/css; charset=utf-8", "prefers-color-scheme"},
		{"GET", "/static/favicon.svg", 200, "image/svg+xml", "<svg"},
		{"GET", "/favicon.ico", 200, "image/svg+xml", "<svg"},
		{"GET", "/static/examples.json", 200, "application/json", `"query":`},
		{"GET", "/static/vendor/react-18.3.1/LICENSE", 200, "text/plain; charset=utf-8", "MIT License"},
		{"GET", "/nothing", 404, "text/html; charset=utf-8", "Không tìm thấy"},
		{"GET", "/screen/", 404, "text/html; charset=utf-8", "Không tìm thấy"},
		{"GET", "/docs/nothing", 404, "text/html; charset=utf-8", "Không tìm thấy"},
		{"GET", "/docs/images/none.png", 404, "text/html; charset=utf-8", "Không tìm thấy"},
		{"GET", "/docs/..%2fweb.go", 404, "text/html; charset=utf-8", "Không tìm thấy"},
		{"GET", "/static/", 404, "text/html; charset=utf-8", "Không tìm thấy"},
		{"GET", "/static/vendor", 404, "text/html; charset=utf-8", "Không tìm thấy"},
		{"POST", "/playground", 405, "text/plain; charset=utf-8", "Method Not Allowed"},
	} {
		res := request(t, h, c.method, c.path)
		if got := res.Header.Get("Content-Type"); res.StatusCode != c.status || got != c.ctype {
			t.Errorf("%s %s: %d %s, want %d %s", c.method, c.path, res.StatusCode, got, c.status, c.ctype)
		}
		if got := readBody(t, res); !strings.Contains(got, c.says) {
			t.Errorf("%s %s does not say %q:\n%s", c.method, c.path, c.says, got)
		}
		// All responses have the security headers.
		for name, want := range map[string]string{
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s %s: %s is %q, want %q", c.method, c.path, name, got, want)
			}
		}
		csp := res.Header.Get("Content-Security-Policy")
		forms := "form-action 'none'"
		if c.status == 200 && strings.HasPrefix(c.path, "/docs/") {
			forms = "form-action 'self'" // search
		}
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'",
			forms} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s %s: the policy lacks %s: %s", c.method, c.path, want, csp)
			}
		}
		for _, never := range []string{"unsafe-eval", "unsafe-inline", "http:", "https:", "*"} {
			if strings.Contains(csp, never) {
				t.Errorf("%s %s: the policy grants %s: %s", c.method, c.path, never, csp)
			}
		}
		runs := c.status == 200 && regexp.MustCompile(`^/($|playground|(screen|site|control)/)`).MatchString(c.path)
		if scripts := strings.Contains(csp, "script-src"); scripts != runs {
			t.Errorf("%s %s: script-src in the policy: %v", c.method, c.path, scripts)
		}
	}
}

func TestPlayground_Nonce(t *testing.T) {
	h := web.Handler(web.Config{})
	seen := map[string]bool{}
	for range 3 {
		res := request(t, h, "GET", "/playground")
		found := regexp.MustCompile(`'nonce-(\w{20,})'`).
			FindStringSubmatch(res.Header.Get("Content-Security-Policy"))
		if found == nil || !strings.Contains(readBody(t, res), `nonce="`+found[1]+`"`) {
			t.Fatalf("the page does not carry the nonce of its policy: %v", found)
		}
		seen[found[1]] = true
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("a page with a nonce may be stored: %q", got)
		}
	}
	if len(seen) != 3 {
		t.Errorf("a nonce came twice: %v", seen)
	}
}

func TestStatic_Caching(t *testing.T) {
	h := web.Handler(web.Config{SDL: []byte(strings.Repeat("type T { a: Int }\n", 100))})
	for path, cache := range map[string]string{
		"/static/playground.js":                               "no-cache",
		"/static/screen/hall.js":                              "no-cache",
		"/schema.graphql":                                     "no-cache",
		"/static/vendor/graphiql-4.1.2/graphiql.min.js":       "public, max-age=31536000, immutable",
		"/static/vendor/react-18.3.1/react.production.min.js": "public, max-age=31536000, immutable",
	} {
		plain := request(t, h, "GET", path)
		small := request(t, h, "GET", path, "Accept-Encoding", "br, gzip;q=0.8")
		if got := plain.Header.Get("Cache-Control"); got != cache {
			t.Errorf("%s: Cache-Control %q, want %q", path, got, cache)
		}
		if plain.Header.Get("Content-Encoding") != "" || small.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: compressed without being asked, or not though asked", path)
		}
		tags := []string{plain.Header.Get("ETag"), small.Header.Get("ETag")}
		if tags[0] == "" || tags[0] == tags[1] {
			t.Errorf("%s: plain and compressed have the tags %q", path, tags)
		}
		if plain.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: a cache would mix the two up", path)
		}
		packed, err := gzip.NewReader(small.Body)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		unpacked, err := io.ReadAll(packed)
		if err != nil || string(unpacked) != readBody(t, plain) {
			t.Errorf("%s: what was packed is not what is there plain (%v)", path, err)
		}
		if res := request(t, h, "GET", path, "If-None-Match", tags[0]); res.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %d for a tag that still holds", path, res.StatusCode)
		}
		if res := request(t, h, "GET", path, "If-None-Match", tags[1],
			"Accept-Encoding", "gzip"); res.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %d for a compressed tag that still holds", path, res.StatusCode)
		}
		ranges := "bytes=-1" + strings.Repeat(",-1", 1000) // of which net/http would make a response each
		if res := request(t, h, "GET", path, "Range", ranges); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d for many ranges", path, res.StatusCode)
		}
		if res := request(t, h, "GET", path, "If-None-Match", `"old"`); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d for an old tag", path, res.StatusCode)
		}
		if res := request(t, h, "GET", path,
			"Accept-Encoding", "gzip;q=0, identity"); res.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: compressed though refused", path)
		}
	}
}
