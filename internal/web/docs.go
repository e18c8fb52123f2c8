package web

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

//go:embed docs
var docFiles embed.FS

var builtinDocs, _ = fs.Sub(docFiles, "docs") // only an invalid path fails

// markdown renders HTML without raw HTML and style attributes, so that documents need nothing that pagePolicy
// forbids. Headings may set their anchor: {#SchoolYear}.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.NewTable(
		extension.WithTableCellAlignMethod(extension.TableCellAlignNone))),
	goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithHeadingAttribute(),
		parser.WithASTTransformers(util.Prioritized(englishMarker{}, 100))),
)

// serveDoc serves a Markdown file as a page. fs.ReadFile rejects names that are not plain file names.
func (s pageServer) serveDoc(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	s.documents.servePage(s, w, r, name, func() ([]byte, error) {
		text, err := fs.ReadFile(s.docs, name+".md")
		var html bytes.Buffer
		if err == nil {
			err = markdown.Convert(text, &html)
		}
		if err != nil {
			return nil, err
		}
		return s.renderDocument("doc.html", docTitle(name, text), template.HTML(html.String()))
	})
}

// serveDocIndex lists the pages of /docs; that of errors is generated from fault.All.
func (s pageServer) serveDocIndex(w http.ResponseWriter, r *http.Request) {
	s.documents.servePage(s, w, r, "", s.renderIndex)
}

func (s pageServer) renderIndex() ([]byte, error) {
	type link struct{ Name, Title string }
	links := []link{{"errors", "Mã lỗi · Error codes"}}
	names, _ := fs.Glob(s.docs, "*.md") // only an invalid pattern fails
	for _, file := range names {
		text, err := fs.ReadFile(s.docs, file)
		if err != nil {
			continue
		}
		name := strings.TrimSuffix(file, ".md")
		links = append(links, link{name, docTitle(name, text)})
	}
	slices.SortFunc(links, func(a, b link) int { return strings.Compare(a.Name, b.Name) })
	return s.renderDocument("docs.html", "Tài liệu · Documentation", links)
}

// docTitle returns the first heading, or the name if there is none.
func docTitle(name string, text []byte) string {
	for line := range strings.Lines(string(text)) {
		if title, ok := strings.CutPrefix(line, "# "); ok {
			title, _, _ = strings.Cut(title, "{#")
			return strings.TrimSpace(title)
		}
	}
	return name
}

// overlay looks up files in each file system in turn; nil ones are ignored.
func overlay(layers ...fs.FS) fs.FS {
	return layeredFS(slices.DeleteFunc(layers, func(l fs.FS) bool { return l == nil }))
}

type layeredFS []fs.FS

func (l layeredFS) Open(name string) (fs.File, error) {
	for _, layer := range l {
		if f, err := layer.Open(name); err == nil {
			return f, nil
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// Glob returns the names in all layers without duplicates. fs.Glob calls it.
func (l layeredFS) Glob(pattern string) ([]string, error) {
	var all []string
	for _, layer := range l {
		names, err := fs.Glob(layer, pattern)
		if err != nil {
			return nil, err
		}
		all = append(all, names...)
	}
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(path.Base(a), path.Base(b)) })
	return slices.Compact(all), nil
}
