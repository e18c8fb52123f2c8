package docsite

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// sectionsOf returns the sections of a document in order.
func sectionsOf(doc ast.Node, source []byte) []Section {
	var list []Section
	var body strings.Builder
	finish := func() {
		if len(list) > 0 {
			list[len(list)-1].Text = strings.Join(strings.Fields(body.String()), " ")
		}
		body.Reset()
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		heading, ok := n.(*ast.Heading)
		if !ok {
			if len(list) == 0 {
				list = append(list, Section{Level: 1}) // a file without a title
			}
			writeText(&body, n, source)
			continue
		}
		finish()
		list = append(list,
			Section{Anchor: anchorOf(heading), Title: plainText(n, source), Level: heading.Level})
	}
	finish()
	return list
}

// anchorOf returns the anchor of a heading. The parser gives one to each.
func anchorOf(n ast.Node) string {
	if id, ok := n.AttributeString("id"); ok {
		if anchor, ok := id.([]byte); ok {
			return string(anchor)
		}
	}
	return ""
}

// plainText returns the text of a node without formatting.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	writeText(&b, n, source)
	return strings.Join(strings.Fields(b.String()), " ")
}

func writeText(b *strings.Builder, n ast.Node, source []byte) {
	switch n := n.(type) {
	case *ast.Text:
		b.Write(n.Segment.Value(source))
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
	case *ast.AutoLink:
		b.Write(n.Label(source))
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		b.Write(n.Lines().Value(source))
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		writeText(b, c, source)
	}
	if n.Type() == ast.TypeBlock {
		b.WriteByte(' ') // paragraphs, items and cells are separate words
	}
}
