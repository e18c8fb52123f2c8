package gqlmessage

import (
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
)

// syntaxForms are the syntax errors: the reason for programs, by the prefix of gqlparser's message.
var syntaxForms = []struct {
	reason string
	messageForm
}{
	{"UNEXPECTED", messageForm{`Expected `,
		"Tài liệu GraphQL sai cú pháp: cần {expected} nhưng lại gặp {found}.",
		"The document cannot be parsed: expected {expected}, found {found}."}},
	{"UNEXPECTED", messageForm{`Unexpected `,
		"Tài liệu GraphQL sai cú pháp: {found} không được phép ở đây.",
		"The document cannot be parsed: unexpected {found}."}},
	{"TOKEN", messageForm{``,
		"Tài liệu GraphQL sai cú pháp: có ký tự, số hoặc chuỗi viết sai.",
		"The document cannot be parsed: a character, number or string is malformed."}},
	{"SYNTAX", messageForm{``, "Tài liệu GraphQL sai cú pháp.", "The document cannot be parsed."}},
}

// ParseErrorMessage returns the message for a syntax error in the given language, and its parameters.
func ParseErrorMessage(err *gqlerror.Error, language string) (message string, params map[string]any) {
	for _, s := range syntaxForms {
		if !strings.HasPrefix(err.Message, s.prefix) ||
			s.reason == "TOKEN" && !lexerErrorPattern.MatchString(err.Message) {
			continue
		}
		params = tokenParams(err.Message)
		if params["found"] == nil && strings.Contains(s.en, "{found}") {
			continue // an unknown token: use a less specific form
		}
		message = fillTemplate(localize(s.messageForm, language), params)
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
	expectedPattern   = regexp.MustCompile(`^Expected (\S+), found (\S+)`)
	unexpectedPattern = regexp.MustCompile(`^Unexpected (\S+)`)
	// lexerErrorPattern matches the errors of the lexer.
	lexerErrorPattern = regexp.MustCompile(
		`<Invalid>$|^Cannot |^Invalid |^Unterminated |^Unexpected single quote`,
	)
	keywordPattern = regexp.MustCompile(`^"[a-z]+"$`)
)

// tokenParams returns the expected and the found token kind, as spelled by gqlparser. The text of a token is
// client input and omitted.
func tokenParams(message string) map[string]any {
	params := map[string]any{}
	m := expectedPattern.FindStringSubmatch(message)
	if m != nil && tokenKinds[m[2]] && (tokenKinds[m[1]] || keywordPattern.MatchString(m[1])) {
		params["expected"], params["found"] = strings.Trim(m[1], `"`), m[2]
	}
	if m := unexpectedPattern.FindStringSubmatch(message); m != nil && tokenKinds[m[1]] {
		params["found"] = m[1]
	}
	return params
}
