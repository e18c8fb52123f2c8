package web

import (
	"bytes"
	"net/http"
	"sync"
)

// documentCache caches the pages of /docs. Each is rendered at its first request, because embedded Markdown
// does not change. The zero value is ready to use.
type documentCache struct {
	mu      sync.Mutex
	pages   map[string]*asset
	renders int // number of renderings, for tests
}

// servePage serves the page of a name, which render creates; its error means that there is no such page.
func (d *documentCache) servePage(
	s pageServer, w http.ResponseWriter, r *http.Request, name string, render func() ([]byte, error),
) {
	page, err := d.page(name, render)
	if err != nil {
		s.serveNotFound(w, r)
		return
	}
	page.ServeHTTP(w, r)
}

// layoutData returns a page, rendering it once. Concurrent requests wait for that, which takes milliseconds.
func (d *documentCache) page(name string, render func() ([]byte, error)) (*asset, error) {
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

// renderDocument renders a complete page.
func (s pageServer) renderDocument(template, title string, body any) ([]byte, error) {
	var buf bytes.Buffer
	err := templates.ExecuteTemplate(&buf, template,
		layoutData{Title: title, Version: s.cfg.Version, Body: body})
	return buf.Bytes(), err
}
