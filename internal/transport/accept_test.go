package transport

import (
	"strings"
	"testing"
)

func TestNegotiate(t *testing.T) {
	for accept, want := range map[string]mediaType{
		"":                                  plainJSON,
		"*/*":                               plainJSON,
		"application/*":                     plainJSON,
		"application/json":                  plainJSON,
		"Application/JSON;charset=UTF-8":    plainJSON,
		"application/graphql-response+json": graphQLJSON,
		"application/graphql-response+json; charset=utf-8":                   graphQLJSON,
		"application/graphql-response+json, application/json;q=0.9":          graphQLJSON,
		"application/json, application/graphql-response+json":                graphQLJSON,
		"application/json;q=0.9, application/graphql-response+json;q=0.8":    plainJSON,
		"application/json, application/graphql-response+json;q=0.9, */*;q=1": plainJSON,
		"application/graphql-response+json, */*":                             graphQLJSON,
		"application/json, */*":                                              plainJSON,
		"application/json;q=0, */*":                                          graphQLJSON,
		"application/graphql-response+json;q=0, application/*;q=0.1":         plainJSON,
		"text/html,application/xhtml+xml,*/*;q=0.8":                          plainJSON,
		"application/json, multipart/mixed":                                  plainJSON, // GraphiQL
		`text/x;a="application/graphql-response+json, x", application/json`:  plainJSON,
		"application/json;charset=latin1, application/graphql-response+json": graphQLJSON,
		"garbage, application/json":                                          plainJSON,
		"text/event-stream":                                                  "",
		"application/json;q=0":                                               "",
		"*/*;q=0":                                                            "",
		"application/json;charset=utf-16":                                    "",
		"application/json;q=2":                                               "",
		"application/json;q=NaN":                                             "",
		"text/html":                                                          "",
		",":                                                                  "",
	} {
		if got, ok := negotiate([]string{accept}); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", accept, got, ok, want)
		}
	}
	if got, ok := negotiate(nil); got != plainJSON || !ok {
		t.Errorf("no header: %q", got)
	}
	if got, _ := negotiate([]string{"text/html", "application/graphql-response+json"}); got != graphQLJSON {
		t.Errorf("two headers: %q", got)
	}
}

func TestPrefersEventStream(t *testing.T) {
	for accept, want := range map[string]bool{
		"text/event-stream":                         true,
		"Text/Event-Stream":                         true,
		"text/event-stream, */*":                    true,
		"text/event-stream, multipart/mixed":        true, // urql, for a subscription
		"text/event-stream, application/json;q=0.9": true,
		// urql, for a query
		"application/graphql-response+json, application/json, text/event-stream, multipart/mixed": false,
		"text/event-stream;q=0.5, application/json":                                               false,
		"text/event-stream;q=0": false,
		"text/*":                false,
		"*/*":                   false,
		"application/json":      false,
		"":                      false,
	} {
		if got := prefersEventStream([]string{accept}); got != want {
			t.Errorf("%q: %v", accept, got)
		}
	}
}

// For any header the result is one of the two types or none, and does not depend on the order of the
// elements.
func FuzzNegotiate(f *testing.F) {
	for _, seed := range []string{
		"*/*",
		`application/json;q=0.5, application/graphql-response+json;charset="utf-8"`,
		`a/b;c="\",", */*;q=0`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		got, ok := negotiate([]string{accept})
		if ok != (got == plainJSON || got == graphQLJSON) {
			t.Fatalf("%q %v", got, ok)
		}
		var ranges []string
		for rest := accept; rest != ""; {
			var first string
			first, rest = cutRange(rest)
			ranges = append([]string{first}, ranges...)
		}
		if len(ranges) < 2 || strings.Contains(accept, `"`) { // an unterminated quote extends to the end
			return
		}
		if reversed, _ := negotiate([]string{strings.Join(ranges, ",")}); reversed != got {
			t.Fatalf("%q: %q, and the other way round %q", accept, got, reversed)
		}
	})
}
