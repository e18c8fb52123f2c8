package transport

import (
	"strings"
	"testing"
)

func TestNegotiate(t *testing.T) {
	for accept, want := range map[string]media{
		"":                                  legacy,
		"*/*":                               legacy,
		"application/*":                     legacy,
		"application/json":                  legacy,
		"Application/JSON;charset=UTF-8":    legacy,
		"application/graphql-response+json": graphQL,
		"application/graphql-response+json; charset=utf-8":                   graphQL,
		"application/graphql-response+json, application/json;q=0.9":          graphQL,
		"application/json, application/graphql-response+json":                graphQL,
		"application/json;q=0.9, application/graphql-response+json;q=0.8":    legacy,
		"application/json, application/graphql-response+json;q=0.9, */*;q=1": legacy,
		"application/graphql-response+json, */*":                             graphQL,
		"application/json, */*":                                              legacy,
		"application/json;q=0, */*":                                          graphQL,
		"application/graphql-response+json;q=0, application/*;q=0.1":         legacy,
		"text/html,application/xhtml+xml,*/*;q=0.8":                          legacy,
		"application/json, multipart/mixed":                                  legacy, // GraphiQL
		`text/x;a="application/graphql-response+json, x", application/json`:  legacy,
		"application/json;charset=latin1, application/graphql-response+json": graphQL,
		"garbage, application/json":                                          legacy,
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
	if got, ok := negotiate(nil); got != legacy || !ok {
		t.Errorf("no header: %q", got)
	}
	if got, _ := negotiate([]string{"text/html", "application/graphql-response+json"}); got != graphQL {
		t.Errorf("two headers: %q", got)
	}
}

func TestPrefersEvents(t *testing.T) {
	for accept, want := range map[string]bool{
		"text/event-stream":                         true,
		"Text/Event-Stream":                         true,
		"text/event-stream, */*":                    true,
		"text/event-stream, multipart/mixed":        true, // urql, for a subscription
		"text/event-stream, application/json;q=0.9": true,
		"application/graphql-response+json, application/json, text/event-stream, multipart/mixed": false, // and for a query
		"text/event-stream;q=0.5, application/json":                                               false,
		"text/event-stream;q=0": false,
		"text/*":                false,
		"*/*":                   false,
		"application/json":      false,
		"":                      false,
	} {
		if got := prefersEvents([]string{accept}); got != want {
			t.Errorf("%q: %v", accept, got)
		}
	}
}

// For any header the result is one of the two types or none, and does not depend on the order of the
// elements.
func FuzzNegotiate(f *testing.F) {
	for _, seed := range []string{"*/*", `application/json;q=0.5, application/graphql-response+json;charset="utf-8"`, `a/b;c="\",", */*;q=0`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		got, ok := negotiate([]string{accept})
		if ok != (got == legacy || got == graphQL) {
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
		if turned, _ := negotiate([]string{strings.Join(ranges, ",")}); turned != got {
			t.Fatalf("%q: %q, and the other way round %q", accept, got, turned)
		}
	})
}
