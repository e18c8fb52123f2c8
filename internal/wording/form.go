package wording

import (
	"regexp"
	"strings"
)

// messageForm is one message of a rule: the prefix of gqlparser's message, with {names} as placeholders, and
// our texts.
type form struct{ says, vi, en string }

// messageMatcher is a form compiled for matching.
type matcher struct {
	form
	pattern *regexp.Regexp
}

var named = regexp.MustCompile(`\\\{([a-z]+)\\\}`)

// compile builds the form's pattern. A placeholder matches only letters, digits and type notation, so nothing
// else can be extracted from a message.
func (f form) matcher() matcher {
	pattern := named.ReplaceAllString(regexp.QuoteMeta(f.says), `(?P<$1>[][_0-9A-Za-z!]+)`)
	return matcher{f, regexp.MustCompile(`^` + pattern)}
}

// match returns the names in a message, and false if the message has another form.
func (m matcher) find(message string) (map[string]any, bool) {
	found := m.pattern.FindStringSubmatch(message)
	if found == nil {
		return nil, false
	}
	names := map[string]any{}
	for i, name := range m.pattern.SubexpNames() {
		if name != "" {
			names[name] = short(found[i])
		}
	}
	return names, true
}

// fillTemplate replaces the {names} of a template.
func text(template string, names map[string]any) string {
	var pairs []string
	for name, value := range names {
		if s, ok := value.(string); ok {
			pairs = append(pairs, "{"+name+"}", s)
		}
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

// maxNameLen is above the length of every name of the schema, in bytes.
const longest = 64

func short(name string) string {
	if len(name) > longest {
		return name[:longest] + "…"
	}
	return name
}
