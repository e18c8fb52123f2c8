package web

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// englishMarker marks the English blocks of a document with lang="en", for screen readers and the styles of
// site.css. Markdown has no syntax for it. Because hardly any Vietnamese sentence is pure ASCII, a block of
// ASCII words counts as English; code is ignored.
type englishMarker struct{}

// Transform implements parser.ASTTransformer.
func (englishMarker) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the visitor never fails
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindParagraph, ast.KindListItem, east.KindTableCell:
			if isEnglish(textOf(n, reader.Source())) {
				n.SetAttributeString("lang", []byte("en"))
				n.SetAttributeString("class", []byte("en"))
				return ast.WalkSkipChildren, nil
			}
		}
		return ast.WalkContinue, nil
	})
}

// textOf returns the text under a node without code.
func textOf(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.CodeSpan:
		case *ast.Text:
			b.Write(c.Segment.Value(source))
		default:
			b.WriteString(textOf(c, source))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// isEnglish reports whether there are words and all their letters are ASCII.
func isEnglish(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			if r > unicode.MaxASCII {
				return false
			}
			letters++
		}
	}
	return letters > 1
}
