package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"

	"thidua/internal/fault"
)

//go:embed templates
var templateFiles embed.FS

// templates use layout.html, except playground.html and hall.html, which are complete pages.
var templates = template.Must(template.ParseFS(templateFiles, "templates/*.html"))

// layoutData is the data of layout.html; Body is specific to the page.
type layoutData struct {
	Title    string
	Language string
	Version  string
	Body     any
}

func (s pageServer) serveHome(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Security-Policy", hallPolicy)
	s.render(w, http.StatusOK, "home.html", "Cụm thi đua ngành Giáo dục", nil)
}

func (s pageServer) serveNotFound(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Security-Policy", pagePolicy)
	s.render(w, http.StatusNotFound, "notfound.html", "Không tìm thấy", nil)
}

// servePlayground must not be cached, because its nonce is used once.
func (s pageServer) servePlayground(w http.ResponseWriter, _ *http.Request) {
	nonce := newNonce()
	w.Header().Set("Content-Security-Policy", playgroundPolicy(nonce))
	w.Header().Set("Cache-Control", "no-store")
	s.render(w, http.StatusOK, "playground.html", "Playground", nonce)
}

// render writes a complete page in Vietnamese or an error.
func (s pageServer) render(w http.ResponseWriter, status int, name, title string, body any) {
	s.renderIn(w, fault.Vietnamese, status, name, title, body)
}

// renderIn writes a complete page or an error: a template that fails must not leave a partial page with
// status 200.
func (s pageServer) renderIn(
	w http.ResponseWriter, language string, status int, name, title string, body any,
) {
	var buf bytes.Buffer
	data := layoutData{Title: title, Language: language, Version: s.cfg.Version, Body: body}
	if err := templates.ExecuteTemplate(&buf, name, data); err != nil {
		http.Error(w, "Trang này đang hỏng. / This page is broken.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	w.WriteHeader(status)
	_, _ = buf.WriteTo(w) // the client has disconnected
}
