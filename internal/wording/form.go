package wording

import (
	"regexp"
	"strings"
)

// form is one way in which a rule says something: the beginning of gqlparser's message, with {names} where it has names,
// and what we say.
type form struct{ says, vi, en string }

// matcher is a form to be compared with messages.
type matcher struct {
	form
	pattern *regexp.Regexp
}

var named = regexp.MustCompile(`\\\{([a-z]+)\\\}`)

// matcher makes the pattern of a form. A name in it is of letters and digits, and of what types are written with: nothing
// else can be taken out of a message.
func (f form) matcher() matcher {
	pattern := named.ReplaceAllString(regexp.QuoteMeta(f.says), `(?P<$1>[][_0-9A-Za-z!]+)`)
	return matcher{f, regexp.MustCompile(`^` + pattern)}
}

// find finds the names in a message: false for a message of another form.
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

// text fills the names in.
func text(template string, names map[string]any) string {
	var pairs []string
	for name, value := range names {
		if s, ok := value.(string); ok {
			pairs = append(pairs, "{"+name+"}", s)
		}
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

// longest is above every name of the schema.
const longest = 64

func short(name string) string {
	if len(name) > longest {
		return name[:longest] + "…"
	}
	return name
}
