// Package web serves the HTML pages: the front page, conference pages (built from screen/), the playground,
// the documentation, the schema as text, and their static files. All of it is embedded, so machines without
// internet access show the same pages.
//
// It does not access the database, does not know the viewer, and imports neither ent nor store: data of the
// running system (schema, version, tokens) is passed in Config.
//
// Invariants, each with a test:
//   - A page loads nothing from other hosts, and its Content-Security-Policy forbids it.
//   - No page needs 'unsafe-eval' or an inline script.
//   - Scripts run only on /playground, on conference pages and on the front page, which without JavaScript
//     explains the site and links to its pages; all other pages work without scripts.
package web

import (
	"io/fs"
	"net/http"
	"sync"

	"thidua/docs"
	"thidua/internal/docsite"
)

// Config has the data of the running system. With the zero value, pages omit what it lacks.
type Config struct {
	SDL     []byte          // the schema in SDL, for /schema.graphql
	Version string          // version of the build, shown on each page
	Tokens  []Token         // tokens that the playground offers; only the demo has any
	Series  func() []Series // returns the series that the demo plays, called for each request; nil for none
	Docs    fs.FS           // Markdown for /docs, as package docs embeds it; nil for the embedded files
}

// Handler serves all pages and static files of this package. cmd/thidua mounts it at "/", beside /graphql,
// /livez and /readyz; unknown paths get a 404 page.
func Handler(cfg Config) http.Handler {
	s := newPageServer(cfg)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.serveHome)
	mux.HandleFunc("GET /screen/{conference}", s.conferencePage("Màn hình hội trường"))
	mux.HandleFunc("GET /site/{conference}", s.conferencePage("Điểm cầu"))
	mux.HandleFunc("GET /site/{conference}/{site}", s.conferencePage("Điểm cầu"))
	mux.HandleFunc("GET /control/{conference}", s.conferencePage("Điều hành hội nghị"))
	mux.HandleFunc("GET /playground", s.servePlayground)
	mux.Handle("GET /schema.graphql", newAsset("schema.graphql.txt", cfg.SDL))
	s.handleDocs(mux)
	mux.Handle("GET /static/tokens.json", newTokensAsset(cfg.Tokens))
	mux.HandleFunc("GET /static/plays.json", s.serveSeries)
	mux.HandleFunc("GET /static/{path...}", s.serveStatic)
	// Browsers request this icon for files without a link to one, such as the schema.
	mux.Handle("GET /favicon.ico", staticAssets()["favicon.svg"])
	mux.HandleFunc("GET /", s.serveNotFound)
	return withSecurityHeaders(mux)
}

// handleDocs adds the documentation to a mux, which also redirects /docs to /docs/.
func (s pageServer) handleDocs(mux *http.ServeMux) {
	mux.HandleFunc("GET /docs/{$}", s.serveDocs)
	mux.HandleFunc("GET /docs/{page...}", s.serveDoc)
	mux.HandleFunc("GET /docs/images/{image}", s.serveDocImage)
}

// pageServer is a configured set of pages.
type pageServer struct {
	cfg       Config
	docFiles  fs.FS
	docs      *docsite.Site
	documents *documentCache
	searching *sync.Mutex // held by the search of the documentation that is executed
}

func newPageServer(cfg Config) pageServer {
	files := cfg.Docs
	if files == nil {
		files = docs.Files
	}
	return pageServer{cfg: cfg, docFiles: files, docs: docsite.New(files, renderErrorCodes),
		documents: new(documentCache), searching: new(sync.Mutex)}
}
