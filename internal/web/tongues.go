package web

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tongues marks the English blocks of a document as English, for the screen reader's voice and the
// softer ink of site.css. The pages are Vietnamese, and Markdown has no way to say lang="en"; but a
// Vietnamese sentence without one letter outside ASCII hardly exists, so a block of plain ASCII
// words is taken for English. What is in code is neither.
type tongues struct{}

// Transform implements parser.ASTTransformer.
func (tongues) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // our visitor never fails
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindParagraph, ast.KindListItem, east.KindTableCell:
			if english(words(n, reader.Source())) {
				n.SetAttributeString("lang", []byte("en"))
				n.SetAttributeString("class", []byte("en"))
				return ast.WalkSkipChildren, nil
			}
		}
		return ast.WalkContinue, nil
	})
}

// words is the running text under a node, without its code.
func words(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.CodeSpan:
		case *ast.Text:
			b.Write(c.Segment.Value(source))
		default:
			b.WriteString(words(c, source))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// english reports whether there are words, and none of them has a letter outside ASCII.
func english(s string) bool {
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
