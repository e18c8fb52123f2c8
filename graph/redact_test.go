package graph

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// An error's text goes into the log without what the client sent, in whichever form, and otherwise as it is.
func TestRedact(t *testing.T) {
	ctx := graphql.WithOperationContext(t.Context(), &graphql.OperationContext{
		RawQuery: `mutation { issue(label: "in the document", note: """a block""", unit: "of") { id } }`,
		Variables: map[string]any{
			"s":     "Nguyễn Ái",
			"l":     []any{"one", map[string]any{"n": json.Number("42")}},
			"q":     `say "it"`,
			"b":     true,
			"short": "Nguyễn",
		},
	})
	for given, want := range map[string]string{
		"the office is missing":                 "the office is missing",
		"no Nguyễn Ái here, Nguyễn alone":       "no … here, … alone",
		"one is not someone, 42 is not 421":     "… is not someone, … is not 421",
		"in the document, a block":              "…, …",
		`say \"it\" and say "it"`:               "… and …",
		`violates "accounts_subject_key" ('x')`: "violates … (…)",
		`"escaped \" and on" is over`:           "… is over",
		"of officer of":                         "… officer …",
		"42":                                    "…",
	} {
		if got := redact(ctx, errors.New(given)); got != want {
			t.Errorf("%s: %s, want %s", given, got, want)
		}
	}
	if got := redact(t.Context(), errors.New("as it is")); got != "as it is" {
		t.Error(got)
	}
}
