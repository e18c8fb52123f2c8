package gqlmessage

import (
	"regexp"
	"strings"
)

// messageForm is one message of a rule: the prefix of gqlparser's message, with {names} as placeholders, and
// our texts.
type messageForm struct{ prefix, vi, en string }

// messageMatcher is a form compiled for matching.
type messageMatcher struct {
	messageForm
	pattern *regexp.Regexp
}

var placeholderPattern = regexp.MustCompile(`\\\{([a-z]+)\\\}`)

// compile builds the form's pattern. A placeholder matches only letters, digits and type notation, so nothing
// else can be extracted from a message.
func (f messageForm) compile() messageMatcher {
	pattern := placeholderPattern.ReplaceAllString(regexp.QuoteMeta(f.prefix), `(?P<$1>[][_0-9A-Za-z!]+)`)
	return messageMatcher{f, regexp.MustCompile(`^` + pattern)}
}

// match returns the names in a message, and false if the message has another form.
func (m messageMatcher) match(message string) (map[string]any, bool) {
	found := m.pattern.FindStringSubmatch(message)
	if found == nil {
		return nil, false
	}
	names := map[string]any{}
	for i, name := range m.pattern.SubexpNames() {
		if name != "" {
			names[name] = truncateName(found[i])
		}
	}
	return names, true
}

// fillTemplate replaces the {names} of a template.
func fillTemplate(template string, names map[string]any) string {
	var pairs []string
	for name, value := range names {
		if s, ok := value.(string); ok {
			pairs = append(pairs, "{"+name+"}", s)
		}
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

// maxNameLen is above the length of every name of the schema, in bytes.
const maxNameLen = 64

func truncateName(name string) string {
	if len(name) > maxNameLen {
		return name[:maxNameLen] + "…"
	}
	return name
}
