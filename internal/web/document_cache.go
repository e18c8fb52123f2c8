package web

import (
	"net/http"
	"sync"
)

// documentCache caches the pages and pictures of /docs. Each is rendered at its first request, because
// embedded files do not change. What does not exist is not cached, so that the size is bounded. The zero
// value is ready to use.
type documentCache struct {
	mu      sync.Mutex
	assets  map[string]*asset
	renders int // number of renderings, for tests
}

// serve serves the asset of a key, which render creates; its error means that there is no such page.
func (d *documentCache) serve(
	s pageServer, w http.ResponseWriter, r *http.Request, key string, render func() (*asset, error),
) {
	a, err := d.asset(key, render)
	if err != nil {
		s.serveNotFound(w, r)
		return
	}
	a.ServeHTTP(w, r)
}

// asset returns the asset of a key, rendering it once. Concurrent requests wait for that, which takes
// milliseconds.
func (d *documentCache) asset(key string, render func() (*asset, error)) (*asset, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if a, known := d.assets[key]; known {
		return a, nil
	}
	a, err := render()
	if err != nil {
		return nil, err
	}
	if d.assets == nil {
		d.assets = map[string]*asset{}
	}
	d.assets[key] = a
	d.renders++
	return a, nil
}
