package transport

import (
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// Two operations have the same key if only their position differs, and different keys if a variable is used
// for anything else.
func TestOperationKey(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `
		type Query { a: Int }
		type Event { seq: Int  near(after: String): Int }
		type Subscription { events(of: String, after: String, where: [String]): Event }`})
	key := func(document string, variables map[string]any, language string) string {
		doc, err := gqlparser.LoadQueryWithRules(schema, document, nil)
		if err != nil {
			t.Fatal(err)
		}
		return operationKey(document, doc.Operations[0], variables, language)
	}
	const (
		plain  = `subscription A($p: String, $of: String) { events(of: $of, after: $p) { seq } }`
		spread = `subscription A($p: String) { ...E } ` +
			`fragment E on Subscription { ... on Subscription { events(after: $p) { seq } } }`
		deep     = `subscription A($p: String) { events(after: $p) { near(after: $p) } }`
		within   = `subscription A($p: String) { events(after: $p, where: [$p]) { seq } }`
		directed = `subscription A($p: String, $b: Boolean!) { events(after: $p) { seq @skip(if: $b) } }`
	)
	for name, c := range map[string]struct {
		document string
		a, b     map[string]any
		same     bool
	}{
		"another position":       {plain, map[string]any{"p": "1", "of": "x"}, map[string]any{"p": "2", "of": "x"}, true},
		"none":                   {plain, map[string]any{"of": "x"}, map[string]any{"p": "2", "of": "x"}, true},
		"another thing":          {plain, map[string]any{"p": "1", "of": "x"}, map[string]any{"p": "1", "of": "y"}, false},
		"in fragments":           {spread, map[string]any{"p": "1"}, map[string]any{"p": "2"}, true},
		"further down":           {deep, map[string]any{"p": "1"}, map[string]any{"p": "2"}, false},
		"in a list":              {within, map[string]any{"p": "1"}, map[string]any{"p": "2"}, false},
		"a directive's variable": {directed, map[string]any{"b": true}, map[string]any{"b": false}, false},
	} {
		if same := key(c.document, c.a, "en") == key(c.document, c.b, "en"); same != c.same {
			t.Errorf("%s: %v", name, same)
		}
	}
	if key(plain, nil, "en") == key(plain, nil, "vi") {
		t.Error("two languages share")
	}
	if key(plain, nil, "en") == key(plain+" ", nil, "en") {
		t.Error("two documents share")
	}
}

// Any text is either an error or one of the five message types.
func FuzzMessage(f *testing.F) {
	for _, seed := range []string{
		`{"type":"ping"}`,
		`{"id":"\ud800","type":"complete"}`,
		`{"type":"subscribe","id":"a","payload":{"query":"{a}","variables":{"a":1e999}}}`,
		`{"type":"connection_init","payload":{"token":null,"Authorization":"Bearer x"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !isValidText(text) {
			return
		}
		m, err := parseMessage(text)
		if err != nil {
			if len(invalidMessage+err.Error()) > 123 {
				t.Error("the reason does not fit into a close: ", err)
			}
			return
		}
		switch m.kind {
		case typeSubscribe:
			_, _ = m.operationParams(DefaultMaxVariableValues)
			fallthrough
		case typeComplete:
			if m.id == "" || len(m.quoted) < 2 {
				t.Errorf("no id: %q", text)
			}
		case typeInit:
			p, ok := parseInitPayload(m.payload)
			if ok && p.language != "" && p.language != "vi" && p.language != "en" {
				t.Errorf("%+v", p)
			}
		case typePing, typePong:
		default:
			t.Errorf("%q", m.kind)
		}
	})
}
