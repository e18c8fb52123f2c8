package web

import (
	"bytes"
	"net/http"
	"sync"
)

// documents caches the pages of /docs. Each is rendered at its first request: the Markdown is part of the
// program and does not change while it runs. The zero value is ready to use.
type documents struct {
	mu      sync.Mutex
	pages   map[string]*asset
	renders int // how many were rendered, for tests
}

// serve answers with the page of a name. render makes it; an error means that there is no such page.
func (d *documents) serve(s site, w http.ResponseWriter, r *http.Request, name string, render func() ([]byte, error)) {
	page, err := d.page(name, render)
	if err != nil {
		s.notFound(w, r)
		return
	}
	page.ServeHTTP(w, r)
}

// page renders a page once. Concurrent requests wait, which takes milliseconds.
func (d *documents) page(name string, render func() ([]byte, error)) (*asset, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if a, known := d.pages[name]; known {
		return a, nil
	}
	html, err := render()
	if err != nil {
		return nil, err
	}
	if d.pages == nil {
		d.pages = map[string]*asset{}
	}
	a := newAsset(name+".html", html)
	a.ctype = "text/html; charset=utf-8"
	d.pages[name] = a
	d.renders++
	return a, nil
}

// html renders a whole page.
func (s site) html(template, title string, body any) ([]byte, error) {
	var buf bytes.Buffer
	err := templates.ExecuteTemplate(&buf, template, page{Title: title, Version: s.cfg.Version, Body: body})
	return buf.Bytes(), err
}
