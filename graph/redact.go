package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// redaction replaces, in the log, what a client sent.
const redaction = "…"

// quotedText matches quoted parts of an error, where PostgreSQL, ent and fmt's %q put values. A name that is
// redacted with them can be found by the logged path and error type.
var quotedText = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`)

// redact returns the text of an error for the log, without what the client sent, which may be secret: values
// of variables, strings in the document, and everything in quotes.
func redact(ctx context.Context, err error) string {
	text := err.Error()
	for _, value := range sentValues(ctx) {
		text = redactValue(text, value)
	}
	return quotedText.ReplaceAllString(text, redaction)
}

// sentValues returns the values that the client sent, longest first, so that no part of one remains.
func sentValues(ctx context.Context) []string {
	if !graphql.HasOperationContext(ctx) {
		return nil
	}
	oc := graphql.GetOperationContext(ctx)
	values := appendValues(oc.Variables, nil)
	for l := lexer.New(&ast.Source{Input: oc.RawQuery}); ; {
		token, err := l.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			break
		}
		if token.Kind == lexer.String || token.Kind == lexer.BlockString {
			values = append(values, token.Value)
		}
	}
	for _, value := range values { // as %q and JSON write it
		written := strconv.Quote(value)
		values = append(values, written[1:len(written)-1])
	}
	slices.SortFunc(values, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(values)
}

// appendValues appends the strings and numbers in a variable.
func appendValues(v any, values []string) []string {
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			values = appendValues(inner, values)
		}
	case []any:
		for _, inner := range v {
			values = appendValues(inner, values)
		}
	case string:
		values = append(values, v)
	case json.Number, int, int64, float64:
		values = append(values, fmt.Sprint(v))
	}
	return values
}

// minSubstringLength is the length in bytes from which values are redacted everywhere. Shorter ones, which
// occur in any text, are redacted only as whole words.
const minSubstringLength = 4

// redactValue returns text with each occurrence of value redacted.
func redactValue(text, value string) string {
	if value == "" || !strings.Contains(text, value) {
		return text
	}
	if len(value) >= minSubstringLength {
		return strings.ReplaceAll(text, value, redaction)
	}
	var b strings.Builder
	for {
		i := strings.Index(text, value)
		if i < 0 {
			return b.String() + text
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(value):])
		b.WriteString(text[:i])
		if isWordRune(before) || isWordRune(after) {
			b.WriteString(value)
		} else {
			b.WriteString(redaction)
		}
		text = text[i+len(value):]
	}
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// rootCause returns the innermost wrapped error.
func rootCause(err error) error {
	for {
		behind := errors.Unwrap(err)
		if behind == nil {
			return err
		}
		err = behind
	}
}
