package wording

import (
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
)

// syntax is what may be wrong with a document as text: the reason for programs, by the beginning of what gqlparser says.
var syntax = []struct {
	reason string
	form
}{
	{"UNEXPECTED", form{`Expected `, "Tài liệu GraphQL sai cú pháp: cần {expected}, lại gặp {found}.", "The document cannot be parsed: {expected} was expected, and {found} is there."}},
	{"UNEXPECTED", form{`Unexpected `, "Tài liệu GraphQL sai cú pháp: không thể có {found} ở đây.", "The document cannot be parsed: {found} cannot be here."}},
	{"TOKEN", form{``, "Tài liệu GraphQL sai cú pháp: có ký tự, số hoặc chuỗi viết sai.", "The document cannot be parsed: a character, a number or a text is malformed."}},
	{"SYNTAX", form{``, "Tài liệu GraphQL sai cú pháp.", "The document cannot be parsed."}},
}

// OfParsing tells why a document does not parse: a text in a language, and its parameters for programs.
func OfParsing(err *gqlerror.Error, language string) (message string, params map[string]any) {
	for _, s := range syntax {
		if !strings.HasPrefix(err.Message, s.says) || s.reason == "TOKEN" && !malformed.MatchString(err.Message) {
			continue
		}
		params = tokens(err.Message)
		if params["found"] == nil && strings.Contains(s.en, "{found}") {
			continue // a token that is not known here: say less
		}
		message = text(pick(s.form, language), params)
		params["reason"] = s.reason
		return message, params
	}
	return "", nil // the last one takes every message
}

// tokenKinds are the kinds of tokens as gqlparser writes them: "{", "Name", "<EOF>".
var tokenKinds = func() map[string]bool {
	kinds := map[string]bool{}
	for kind := lexer.EOF; kind <= lexer.Comment; kind++ {
		kinds[kind.String()] = true
	}
	return kinds
}()

var (
	expected  = regexp.MustCompile(`^Expected (\S+), found (\S+)`)
	found     = regexp.MustCompile(`^Unexpected (\S+)`)
	malformed = regexp.MustCompile(`<Invalid>$|^Cannot |^Invalid |^Unterminated |^Unexpected single quote`) // the lexer's errors
	keyword   = regexp.MustCompile(`^"[a-z]+"$`)
)

// tokens are what was expected and what was found, as far as gqlparser's own words go. A token's text is the client's, and
// left out.
func tokens(message string) map[string]any {
	params := map[string]any{}
	if m := expected.FindStringSubmatch(message); m != nil && tokenKinds[m[2]] && (tokenKinds[m[1]] || keyword.MatchString(m[1])) {
		params["expected"], params["found"] = strings.Trim(m[1], `"`), m[2]
	}
	if m := found.FindStringSubmatch(message); m != nil && tokenKinds[m[1]] {
		params["found"] = m[1]
	}
	return params
}
