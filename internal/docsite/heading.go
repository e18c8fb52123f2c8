package docsite

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// headingRenderer renders headings with their anchor, and those below the title with a link to it, which is
// named by the heading itself.
type headingRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (headingRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, renderHeading)
}

func renderHeading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	heading, ok := n.(*ast.Heading)
	if !ok {
		return ast.WalkContinue, nil
	}
	tag := "h" + strconv.Itoa(heading.Level)
	anchor := string(util.EscapeHTML([]byte(anchorOf(n))))
	markup := "<" + tag + ` id="` + anchor + `">`
	if !entering {
		markup = "</" + tag + ">\n"
		if heading.Level > 1 {
			link := ` <a class="anchor" href="#` + anchor + `" aria-labelledby="` + anchor + `">#</a>`
			markup = link + markup
		}
	}
	_, err := w.WriteString(markup)
	return ast.WalkContinue, err
}
