package wording

import (
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
)

// syntaxForms are the syntax errors: the reason for programs, by the prefix of gqlparser's message.
var syntax = []struct {
	reason string
	form
}{
	{"UNEXPECTED", form{`Expected `,
		"Tài liệu GraphQL sai cú pháp: cần {expected} nhưng lại gặp {found}.",
		"The document cannot be parsed: expected {expected}, found {found}."}},
	{"UNEXPECTED", form{`Unexpected `,
		"Tài liệu GraphQL sai cú pháp: {found} không được phép ở đây.",
		"The document cannot be parsed: unexpected {found}."}},
	{"TOKEN", form{``,
		"Tài liệu GraphQL sai cú pháp: có ký tự, số hoặc chuỗi viết sai.",
		"The document cannot be parsed: a character, number or string is malformed."}},
	{"SYNTAX", form{``, "Tài liệu GraphQL sai cú pháp.", "The document cannot be parsed."}},
}

// ParseErrorMessage returns the message for a syntax error in the given language, and its parameters.
func OfParsing(err *gqlerror.Error, language string) (message string, params map[string]any) {
	for _, s := range syntax {
		if !strings.HasPrefix(err.Message, s.says) ||
			s.reason == "TOKEN" && !malformed.MatchString(err.Message) {
			continue
		}
		params = tokens(err.Message)
		if params["found"] == nil && strings.Contains(s.en, "{found}") {
			continue // an unknown token: use a less specific form
		}
		message = text(pick(s.form, language), params)
		params["reason"] = s.reason
		return message, params
	}
	return "", nil // unreachable: the last form matches every message
}

// tokenKinds are the token kinds in gqlparser's spelling: "{", "Name", "<EOF>".
var tokenKinds = func() map[string]bool {
	kinds := map[string]bool{}
	for kind := lexer.EOF; kind <= lexer.Comment; kind++ {
		kinds[kind.String()] = true
	}
	return kinds
}()

var (
	expected = regexp.MustCompile(`^Expected (\S+), found (\S+)`)
	found    = regexp.MustCompile(`^Unexpected (\S+)`)
	// malformed matches the errors of the lexer.
	malformed = regexp.MustCompile(`<Invalid>$|^Cannot |^Invalid |^Unterminated |^Unexpected single quote`)
	keyword   = regexp.MustCompile(`^"[a-z]+"$`)
)

// tokenParams returns the expected and the found token kind, as spelled by gqlparser. The text of a token is
// client input and omitted.
func tokens(message string) map[string]any {
	params := map[string]any{}
	m := expected.FindStringSubmatch(message)
	if m != nil && tokenKinds[m[2]] && (tokenKinds[m[1]] || keyword.MatchString(m[1])) {
		params["expected"], params["found"] = strings.Trim(m[1], `"`), m[2]
	}
	if m := found.FindStringSubmatch(message); m != nil && tokenKinds[m[1]] {
		params["found"] = m[1]
	}
	return params
}
