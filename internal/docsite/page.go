package docsite

import (
	"bytes"
	"html/template"
	"net/url"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Page is a page of an edition.
type Page struct {
	Name     string // the path below /docs/
	Language string // of the text
	Title    string
	Summary  string        // the first paragraph, without formatting
	HTML     template.HTML // with the title as its first heading
	Sections []Section     // in order; the first one is the text before the second heading
}

// Section is a heading and the text below it up to the next heading, without formatting.
type Section struct {
	Anchor, Title string
	Level         int // of the heading, from 1
	Text          string
}

// Contents returns the sections that a table of contents lists: those of the second and third level.
func (p *Page) Contents() []Section {
	var list []Section
	for _, s := range p.Sections {
		if s.Level == 2 || s.Level == 3 {
			list = append(list, s)
		}
	}
	return list
}

// markdown renders without raw HTML and without style attributes. Headings may set their anchor:
// {#SchoolYear}.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.NewTable(
		extension.WithTableCellAlignMethod(extension.TableCellAlignNone))),
	goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithHeadingAttribute()),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(headingRenderer{}, 100))),
)

// renderMarkdown renders a file for an edition. The language of the text may differ from the edition's.
func renderMarkdown(file string, source []byte, language, edition string) (*Page, error) {
	doc := markdown.Parser().Parse(text.NewReader(source))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the visitor never fails
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			n.Destination = []byte(pageURL(file, string(n.Destination), edition))
		case *ast.Image:
			n.Destination = []byte(pageURL(file, string(n.Destination), edition))
		}
		return ast.WalkContinue, nil
	})
	var html bytes.Buffer
	if err := markdown.Renderer().Render(&html, source, doc); err != nil {
		return nil, err
	}
	p := &Page{Name: pageName(file), Language: language, HTML: template.HTML(html.String())}
	p.Title, p.Sections = p.Name, sectionsOf(doc, source)
	if len(p.Sections) > 0 && p.Sections[0].Title != "" {
		p.Title = p.Sections[0].Title
	}
	for n := doc.FirstChild(); n != nil && p.Summary == ""; n = n.NextSibling() {
		if n.Kind() == ast.KindParagraph {
			p.Summary = plainText(n, source)
		}
	}
	return p, nil
}

// pageURL returns the address of what a file links to. Relative links lead to pages of the same edition and
// to pictures; a link out of the documentation is left as it is, which a test rejects.
func pageURL(file, destination, edition string) string {
	u, err := url.Parse(destination)
	if err != nil || u.IsAbs() || u.Path == "" {
		return destination
	}
	base := url.URL{Path: "/docs/" + file}
	target := base.ResolveReference(u)
	if name, below := strings.CutPrefix(target.Path, "/docs/"); below {
		switch {
		case strings.HasSuffix(name, ".md"):
			target.Path = "/docs/" + pageName(name)
		case strings.HasPrefix(name, "images/"):
			return target.String()
		}
		target.RawQuery = "lang=" + edition
	}
	return target.String()
}
