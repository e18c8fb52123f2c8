package guard

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// scan checks the limits of a text before it is parsed: the parser allocates for every token and recurses
// into every bracket. An invalid token is left to the parser, which stops at the same position.
func (r *DocumentStats) scan(text string, most Limits) error {
	r.Bytes = len(text)
	if err := checkLimits(measurement{"bytes", r.Bytes, most.Bytes}); err != nil {
		return err
	}
	// The lexer splits a block string into lines; the limit of bytes alone would allow too many.
	r.Lines = 1 + strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
	if err := checkLimits(measurement{"lines", r.Lines, most.Lines}); err != nil {
		return err
	}
	depth := 0
	for l := lexer.New(&ast.Source{Input: text}); ; {
		token, err := l.ReadToken()
		if token.Kind == lexer.EOF || token.Kind == lexer.Invalid || err != nil {
			return nil
		}
		r.Tokens++
		r.Visited++
		switch token.Kind {
		case lexer.BraceL, lexer.BracketL, lexer.ParenL:
			depth++
			r.Nesting = max(r.Nesting, depth)
		case lexer.BraceR, lexer.BracketR, lexer.ParenR:
			depth--
		// copied by the lexer, several times for lines, and by the parser
		case lexer.String, lexer.BlockString:
			r.Texts += len(token.Value)
		case lexer.Name:
			r.NameBytes = max(r.NameBytes, len(token.Value))
		}
		if r.Tokens > most.Tokens || r.Nesting > most.Nesting || r.Texts > most.Texts ||
			r.NameBytes > most.NameBytes {
			return checkLimits(
				measurement{"tokens", r.Tokens, most.Tokens},
				measurement{"nesting", r.Nesting, most.Nesting},
				measurement{"texts", r.Texts, most.Texts},
				measurement{"name-bytes", r.NameBytes, most.NameBytes},
			)
		}
	}
}
