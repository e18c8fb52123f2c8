package gqlmessage

import (
	"maps"
	"regexp"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
)

var matchers = func() map[string][]messageMatcher {
	all := map[string][]messageMatcher{}
	for rule, forms := range ruleForms {
		for _, f := range forms {
			all[rule] = append(all[rule], f.compile())
		}
	}
	return all
}()

// ValidationErrorMessage returns the message for a validation error in the given language, and its
// parameters, including the rule. Names that the client has not sent (suggested or required ones) are
// included only if suggest is set.
func ValidationErrorMessage(
	err *gqlerror.Error, language string, suggest bool,
) (message string, params map[string]any) {
	rule := strings.TrimSuffix(err.Rule, "WithoutSuggestions")
	given := map[string]any{}
	switch {
	case len(err.Path) > 1 && err.Path[0] == ast.PathName("variable"):
		rule, given["variable"] = variableRule, formatPath(err.Path[1:])
	case rule == "" && err.Message == "no operation provided":
		rule = noOperationRule
	}
	if ruleForms[rule] == nil {
		rule = ""
	}
	untold := func(says string) bool {
		return !suggest && revealingForms[says] && (rule != variableRule || len(err.Path) > 2)
	}
	if rule == variableRule && untold(err.Message) {
		given["variable"] = formatPath(err.Path[1:2])
	}
	for _, m := range matchers[rule] { // the last form matches every message
		if names, ok := m.match(err.Message); ok && !untold(m.prefix) {
			message, params = localize(m.messageForm, language), names
			break
		}
	}
	maps.Copy(params, given)
	message = fillTemplate(message, params)
	if rule != "" {
		params["rule"] = rule
	}
	if names := suggestedNames(err.Message); suggest && len(names) > 0 {
		message += localize(messageForm{vi: " Có phải bạn muốn ", en: " Did you mean "}, language) +
			strings.Join(names, ", ") + "?"
		params["suggestions"] = names
	}
	return message, params
}

func localize(f messageForm, language string) string {
	if language == fault.Vietnamese {
		return f.vi
	}
	return f.en
}

var (
	suggestionPattern = regexp.MustCompile(
		` Did you mean(?: to use an inline fragment on| the enum value)? ("\w+"(?:(?:,| or|, or) "\w+")*)\?$`)
	quotedPattern = regexp.MustCompile(`"(\w+)"`)
)

// suggestedNames returns the names at the end of a message. Client input is escaped in messages, so its
// quotes are never mistaken for those of names.
func suggestedNames(message string) (names []string) {
	found := suggestionPattern.FindStringSubmatch(message)
	if found == nil {
		return nil
	}
	for _, name := range quotedPattern.FindAllStringSubmatch(found[1], -1) {
		names = append(names, truncateName(name[1]))
	}
	return names
}

// maxPathDepth is how many steps of a path are shown.
const maxPathDepth = 12

var namePattern = regexp.MustCompile(`^[_A-Za-z][_0-9A-Za-z]*$`)

// formatPath returns the path of a value in the variables: "where.or[3].code". Keys of objects can be
// arbitrary text; one that is not a name is not repeated.
func formatPath(path ast.Path) string {
	var b strings.Builder
	for i, step := range path {
		if i == maxPathDepth {
			b.WriteString("…")
			break
		}
		switch step := step.(type) {
		case ast.PathIndex:
			b.WriteString("[" + strconv.Itoa(int(step)) + "]")
		case ast.PathName:
			if i > 0 {
				b.WriteByte('.')
			}
			if namePattern.MatchString(string(step)) {
				b.WriteString(truncateName(string(step)))
			} else {
				b.WriteString("…")
			}
		}
	}
	return b.String()
}
