// Package web owns the pages the binary serves: the front page, the pages of the hall (built from screen/), the playground, the
// written documentation, the schema as text, and every static file these need. All of it is embedded, so
// a machine without internet shows exactly the same pages.
//
// It never asks the database, never knows who is looking, and never imports ent or store: what
// belongs to the running system (schema, version, tokens) is handed in through Config.
//
// Invariants, each held by a test:
//   - a page loads nothing from another host, and its Content-Security-Policy would stop it;
//   - no page needs 'unsafe-eval' or an inline script;
//   - scripts run on /playground, on the pages of the hall, and on the front page, which says without JavaScript what it is and
//     where to go; every other page reads the same without.
package web

import (
	"io/fs"
	"net/http"
)

// Config is what the pages tell about the running system. The zero value serves the same pages
// with less on them.
type Config struct {
	SDL     []byte        // the schema, as text, for /schema.graphql
	Version string        // the build's version, shown at the foot of each page
	Tokens  []Token       // tokens for the playground to offer; the demo alone has any
	Plays   func() []Play // the series of conferences that the demo plays, read at each request; nil for none
	Docs    fs.FS         // more Markdown for /docs/{name}, as name.md; it goes before the built-in files
}

// Handler serves every page and static file of this package. cmd mounts it at "/", beside /graphql,
// /livez and /readyz; what it does not know is answered with a 404 page.
func Handler(cfg Config) http.Handler {
	s := site{cfg: cfg, docs: overlay(cfg.Docs, builtinDocs), documents: new(documents)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /screen/{conference}", s.hall("Màn hình hội trường"))
	mux.HandleFunc("GET /site/{conference}", s.hall("Điểm cầu"))
	mux.HandleFunc("GET /site/{conference}/{site}", s.hall("Điểm cầu"))
	mux.HandleFunc("GET /control/{conference}", s.hall("Điều hành hội nghị"))
	mux.HandleFunc("GET /playground", s.playground)
	mux.Handle("GET /schema.graphql", newAsset("schema.graphql.txt", cfg.SDL))
	mux.HandleFunc("GET /docs/{$}", s.docIndex)
	mux.HandleFunc("GET /docs/errors", s.errors)
	mux.HandleFunc("GET /docs/{name}", s.doc)
	mux.Handle("GET /static/tokens.json", tokensAsset(cfg.Tokens))
	mux.HandleFunc("GET /static/plays.json", s.plays)
	mux.HandleFunc("GET /static/{path...}", s.static)
	// Beside a text like the schema a browser looks for an icon here, and would log the miss.
	mux.Handle("GET /favicon.ico", assets()["favicon.svg"])
	mux.HandleFunc("GET /", s.notFound)
	return secured(mux)
}

// site is one configured set of pages.
type site struct {
	cfg       Config
	docs      fs.FS
	documents *documents
}
