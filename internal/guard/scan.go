package guard

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// scan checks the limits of a text before it is parsed: the parser allocates for every token and recurses
// into every bracket. An invalid token is left to the parser, which stops at the same position.
func (s *DocumentStats) scan(text string, limits Limits) error {
	s.Bytes = len(text)
	if err := checkLimits(limitCheck{"bytes", s.Bytes, limits.Bytes}); err != nil {
		return err
	}
	// The lexer splits a block string into lines; the limit of bytes alone would allow too many.
	s.Lines = 1 + strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
	if err := checkLimits(limitCheck{"lines", s.Lines, limits.Lines}); err != nil {
		return err
	}
	depth := 0
	for lex := lexer.New(&ast.Source{Input: text}); ; {
		token, err := lex.ReadToken()
		if token.Kind == lexer.EOF || token.Kind == lexer.Invalid || err != nil {
			return nil
		}
		s.Tokens++
		s.Visited++
		switch token.Kind {
		case lexer.BraceL, lexer.BracketL, lexer.ParenL:
			depth++
			s.Nesting = max(s.Nesting, depth)
		case lexer.BraceR, lexer.BracketR, lexer.ParenR:
			depth--
		// copied by the lexer, several times for lines, and by the parser
		case lexer.String, lexer.BlockString:
			s.Texts += len(token.Value)
		case lexer.Name:
			s.NameBytes = max(s.NameBytes, len(token.Value))
		}
		if s.Tokens > limits.Tokens || s.Nesting > limits.Nesting || s.Texts > limits.Texts ||
			s.NameBytes > limits.NameBytes {
			return checkLimits(
				limitCheck{"tokens", s.Tokens, limits.Tokens},
				limitCheck{"nesting", s.Nesting, limits.Nesting},
				limitCheck{"texts", s.Texts, limits.Texts},
				limitCheck{"name-bytes", s.NameBytes, limits.NameBytes},
			)
		}
	}
}
