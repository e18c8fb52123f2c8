package web

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"sync"
)

//go:embed static
var staticFiles embed.FS

// staticAssets returns all files under static/ by their path, and examples.json, which is generated from the
// examples. It is built once for all handlers.
var staticAssets = sync.OnceValue(func() map[string]*asset {
	found := map[string]*asset{}
	root, err := fs.Sub(staticFiles, "static")
	if err == nil {
		err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			body, err := fs.ReadFile(root, name)
			found[name] = newAsset(name, body)
			return err
		})
	}
	if err != nil {
		panic("web: the embedded files cannot be read: " + err.Error()) // a broken build
	}
	list, err := json.Marshal(Examples())
	if err != nil {
		panic("web: the examples cannot be written as JSON: " + err.Error())
	}
	found["examples.json"] = newAsset("examples.json", list)
	return found
})

// serveStatic serves existing files; a folder is a 404, never a listing.
func (s pageServer) serveStatic(w http.ResponseWriter, r *http.Request) {
	a, ok := staticAssets()[r.PathValue("path")]
	if !ok {
		s.serveNotFound(w, r)
		return
	}
	a.ServeHTTP(w, r)
}
