package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
)

//go:embed templates
var templateFiles embed.FS

// templates share layout.html, except playground.html and hall.html, which are whole pages of their own.
var templates = template.Must(template.ParseFS(templateFiles, "templates/*.html"))

// page is what layout.html needs; each kind of page puts its own matter in Body.
type page struct {
	Title   string
	Version string
	Body    any
}

func (s site) home(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Security-Policy", hallPolicy)
	s.render(w, http.StatusOK, "home.html", "Cụm thi đua ngành Giáo dục", nil)
}

func (s site) notFound(w http.ResponseWriter, _ *http.Request) {
	s.render(w, http.StatusNotFound, "notfound.html", "Không tìm thấy", nil)
}

// playground is never stored: its nonce is for one reading.
func (s site) playground(w http.ResponseWriter, _ *http.Request) {
	nonce := newNonce()
	w.Header().Set("Content-Security-Policy", playgroundPolicy(nonce))
	w.Header().Set("Cache-Control", "no-store")
	s.render(w, http.StatusOK, "playground.html", "Playground", nonce)
}

// render writes a whole page or none: a template that fails half way must not leave half a page
// with status 200 behind.
func (s site) render(w http.ResponseWriter, status int, name, title string, body any) {
	var buf bytes.Buffer
	if err := templates.ExecuteTemplate(&buf, name, page{Title: title, Version: s.cfg.Version, Body: body}); err != nil {
		http.Error(w, "Trang này đang hỏng. / This page is broken.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	w.WriteHeader(status)
	_, _ = buf.WriteTo(w) // the reader has gone; there is nobody to tell
}
