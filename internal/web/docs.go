package web

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"thidua/internal/docsite"
	"thidua/internal/ratelimit"
)

// movedDocs are the addresses of earlier versions. The browser keeps the fragment of a link, such as
// /docs/scalars#SchoolYear in the schema, unless the new address has one.
var movedDocs = map[string]string{
	"live": "/docs/subscriptions", "access": "/docs/authentication", "scalars": "/docs/api",
	"idempotency": "/docs/api#idempotency",
}

// docData is the data of a page of the documentation, in the frame of templates/docs_frame.html.
type docData struct {
	Texts      docTexts
	Edition    *docsite.Edition
	Page       *docsite.Page // nil for the index and for results
	Prev, Next *docsite.Page
	Query      string // of a search
	Results    []docsite.Result
	More       int // results that are not shown
	SwitchURL  string
}

// serveDocs serves the index of the documentation, or with ?q= the sections that contain the words.
func (s pageServer) serveDocs(w http.ResponseWriter, r *http.Request) {
	if query := strings.TrimSpace(r.FormValue("q")); query != "" {
		s.serveDocSearch(w, r, query)
		return
	}
	s.serveDocument(w, r, "")
}

// serveDoc serves a page of the documentation or redirects an old address.
func (s pageServer) serveDoc(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("page")
	if target, moved := movedDocs[name]; moved {
		path, fragment, _ := strings.Cut(target, "#")
		u := url.URL{Path: path, Fragment: fragment, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, u.String(), http.StatusMovedPermanently)
		return
	}
	s.serveDocument(w, r, name)
}

// serveDocument serves a page from the cache; "" is the index.
func (s pageServer) serveDocument(w http.ResponseWriter, r *http.Request, name string) {
	language := docLanguage(w, r)
	w.Header().Set("Content-Security-Policy", docPolicy)
	s.documents.serve(s, w, r, language+"/"+name, func() (*asset, error) {
		edition, err := s.docs.Edition(language)
		if err != nil {
			return nil, err
		}
		d := newDocData(edition, "/docs/"+name, nil)
		view, title := "docs.html", d.Texts.Documentation
		if name != "" {
			if d.Page = edition.Page(name); d.Page == nil {
				return nil, fs.ErrNotExist
			}
			d.Prev, d.Next = edition.Neighbours(name)
			view, title = "doc.html", d.Page.Title
		}
		return s.renderDocument(view, language, title, d)
	})
}

// docSearchCost is the cost of a search, in units: it folds, compares and marks all sections.
const docSearchCost = 4000

// maxDocQuery is the length of a search in characters; the page shows what was searched for.
const maxDocQuery = 100

// maxDocResults is the number of results that a search shows.
const maxDocResults = 30

// serveDocSearch is not cached, because there is no limit to queries.
func (s pageServer) serveDocSearch(w http.ResponseWriter, r *http.Request, query string) {
	language := docLanguage(w, r)
	edition, err := s.docs.Edition(language)
	if err != nil {
		s.serveNotFound(w, r)
		return
	}
	if runes := []rune(query); len(runes) > maxDocQuery {
		query = string(runes[:maxDocQuery])
	}
	d := newDocData(edition, "/docs/", url.Values{"q": {query}})
	ratelimit.ChargeUnconditionally(r.Context(), docSearchCost)
	d.Query = query
	d.Results, d.More = s.searchDocs(edition, query)
	w.Header().Set("Content-Security-Policy", docPolicy)
	s.renderIn(w, language, http.StatusOK, "docs_search.html", d.Texts.Results+": "+query, d)
}

// searchDocs returns the first results of a search and the number of the others. Searches are executed one
// after another, so that they leave all cores but one to the API.
func (s pageServer) searchDocs(edition *docsite.Edition, query string) (results []docsite.Result, more int) {
	s.searching.Lock()
	defer s.searching.Unlock()
	results, total := edition.Search(query, maxDocResults)
	return results, total - len(results)
}

func newDocData(edition *docsite.Edition, path string, query url.Values) docData {
	d := docData{Texts: docTextsEnglish, Edition: edition}
	other := docsite.Vietnamese
	if edition.Language == docsite.Vietnamese {
		d.Texts, other = docTextsVietnamese, docsite.English
	}
	values := url.Values{"lang": {other}}
	for key := range query {
		values.Set(key, query.Get(key))
	}
	d.SwitchURL = path + "?" + values.Encode()
	return d
}

// serveDocImage serves a picture of the documentation.
func (s pageServer) serveDocImage(w http.ResponseWriter, r *http.Request) {
	file := "images/" + r.PathValue("image")
	s.documents.serve(s, w, r, file, func() (*asset, error) {
		body, err := fs.ReadFile(s.docFiles, file)
		if err != nil {
			return nil, err
		}
		return newAsset(file, body), nil
	})
}

// renderDocument renders a complete page.
func (s pageServer) renderDocument(view, language, title string, body any) (*asset, error) {
	var buf bytes.Buffer
	data := layoutData{Title: title, Language: language, Version: s.cfg.Version, Body: body}
	if err := templates.ExecuteTemplate(&buf, view, data); err != nil {
		return nil, err
	}
	a := newAsset("page.html", buf.Bytes())
	a.ctype = "text/html; charset=utf-8"
	return a, nil
}
