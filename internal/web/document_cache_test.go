package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

func TestDocuments_RenderedOnce(t *testing.T) {
	files := fstest.MapFS{"mine.md": {Data: []byte("# Của tôi\n\n*đậm*\n")}}
	s := pageServer{docs: overlay(files, builtinDocs), documents: new(documentCache)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /docs/{$}", s.serveDocIndex)
	mux.HandleFunc("GET /docs/errors", s.serveErrors)
	mux.HandleFunc("GET /docs/{name}", s.serveDoc)
	get := func(path, etag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		if etag != "" {
			r.Header.Set("If-None-Match", etag)
		}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		return w
	}
	paths := []string{"/docs/", "/docs/errors", "/docs/mine", "/docs/scalars"}
	for range 3 {
		for _, path := range paths {
			first := get(path, "")
			etag := first.Header().Get("ETag")
			if first.Code != http.StatusOK || etag == "" ||
				first.Header().Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("%s: %d %v", path, first.Code, first.Header())
			}
			if again := get(path, etag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
				t.Errorf("%s with its ETag: %d, %d bytes", path, again.Code, again.Body.Len())
			}
		}
		for _, missing := range []string{"/docs/none", "/docs/..", "/docs/web.go"} {
			if got := get(missing, ""); got.Code == http.StatusOK {
				t.Errorf("%s is answered with %d", missing, got.Code)
			}
		}
	}
	if s.documents.renders != len(paths) {
		t.Errorf("%d pages were rendered, for %d paths", s.documents.renders, len(paths))
	}
}
