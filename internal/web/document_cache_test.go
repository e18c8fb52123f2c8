package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

func TestDocuments_RenderedOnce(t *testing.T) {
	files := fstest.MapFS{"mine.md": {Data: []byte("# Mine\n\n*Strong*\n")},
		"images/dot.svg": {Data: []byte("<svg/>")}}
	s := newPageServer(Config{Docs: files})
	mux := http.NewServeMux()
	s.handleDocs(mux)
	get := func(path, etag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		if etag != "" {
			r.Header.Set("If-None-Match", etag)
		}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		return w
	}
	// Without ?lang= and Accept-Language, a page is the English one.
	rendered := map[string]string{
		"/docs/": "text/html; charset=utf-8", "/docs/?lang=vi": "text/html; charset=utf-8",
		"/docs/errors": "text/html; charset=utf-8", "/docs/mine": "text/html; charset=utf-8",
		"/docs/mine?lang=vi": "text/html; charset=utf-8", "/docs/images/dot.svg": "image/svg+xml",
	}
	for range 3 {
		for path, ctype := range rendered {
			first := get(path, "")
			etag := first.Header().Get("ETag")
			if first.Code != http.StatusOK || etag == "" || first.Header().Get("Content-Type") != ctype {
				t.Errorf("%s: %d %v", path, first.Code, first.Header())
			}
			if again := get(path, etag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
				t.Errorf("%s with its ETag: %d, %d bytes", path, again.Code, again.Body.Len())
			}
		}
		for path, status := range map[string]int{"/docs/none": 404, "/docs/web.go": 404, "/docs/mine.md": 404,
			"/docs/images/": 404, "/docs/images/none.svg": 404, "/docs/mine?lang=en": 200} {
			if got := get(path, ""); got.Code != status {
				t.Errorf("%s is answered with %d, want %d", path, got.Code, status)
			}
		}
	}
	if s.documents.renders != len(rendered) {
		t.Errorf("%d pages were rendered, for %d paths", s.documents.renders, len(rendered))
	}
}
