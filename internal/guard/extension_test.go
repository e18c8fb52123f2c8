package guard_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/fault"
	"thidua/internal/guard"
)

// newServer returns gqlgen's executor with the extension, for the tests' schema; nothing is executed.
func newServer(
	c guard.Config,
) (*guard.Extension, func(graphql.RawParams) (*graphql.OperationContext, error)) {
	g := guard.New(c)
	e := executor.New(&graphql.ExecutableSchemaMock{SchemaFunc: func() *ast.Schema { return schema }})
	e.SetQueryCache(g.Documents())
	e.Use(g)
	return g, func(raw graphql.RawParams) (*graphql.OperationContext, error) {
		o, errs := e.CreateOperationContext(graphql.StartOperationTrace(context.Background()), &raw)
		if len(errs) > 0 {
			return o, errs
		}
		return o, nil
	}
}

func hashText(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

func persistedQuery(hash any, version any) map[string]any {
	return map[string]any{"persistedQuery": map[string]any{"sha256Hash": hash, "version": version}}
}

const smallQuery = `query($n:Int){units(first:$n){edges{node{id}}}}`

// A document is parsed and validated once; its variables are checked each time.
func TestExtension_CachesDocuments(t *testing.T) {
	limits := guard.DefaultLimits()
	limits.AnonymousCost = estimateOf(t, `{units(first:20){edges{node{id}}}}`, nil).Cost
	_, ask := newServer(guard.Config{Limits: limits})
	first, err := ask(graphql.RawParams{Query: smallQuery})
	if err != nil {
		t.Fatal(err)
	}
	second, err := ask(graphql.RawParams{Query: smallQuery, Variables: map[string]any{"n": json.Number("1")}})
	if err != nil || second.Doc != first.Doc {
		t.Errorf("the second time: %v, the same document %v", err, second.Doc == first.Doc)
	}
	_, err = ask(graphql.RawParams{Query: smallQuery, Variables: map[string]any{"n": json.Number("50")}})
	if limit, value, most := exceededLimit(t, err); limit != "anonymous-cost" || value <= most ||
		most != limits.AnonymousCost {
		t.Errorf("refused by %s, %d of %d", limit, value, most)
	}
	_, err = ask(graphql.RawParams{Query: smallQuery, Variables: map[string]any{"n": nestedList(100)}})
	if limit, _, _ := exceededLimit(t, err); limit != "variable-depth" {
		t.Errorf("refused by %s", limit)
	}
}

// Rejected and invalid documents are not cached.
func TestExtension_RefusedDocumentNotCached(t *testing.T) {
	g, ask := newServer(guard.Config{Limits: guard.DefaultLimits()})
	for _, text := range []string{doublingFragments(30), `{password}`, `{`, `{...A} fragment A on Query{...A}`} {
		for range 2 {
			if _, err := ask(graphql.RawParams{Query: text,
				Extensions: persistedQuery(hashText(text), 1)}); err == nil {
				t.Errorf("%s is accepted", text)
			}
		}
		if _, kept := g.Documents().Get(t.Context(), text); kept {
			t.Errorf("%s is kept", text)
		}
	}
	if _, err := ask(graphql.RawParams{Extensions: persistedQuery(hashText(doublingFragments(30)),
		1)}); !errors.Is(
		err,
		fault.PersistedQueryNotFound,
	) {
		t.Errorf("the hash of what was refused: %v", err)
	}
}

// Automatic persisted queries, step by step: the hash, the hash with its text, the hash again.
func TestExtension_PersistedQueries(t *testing.T) {
	_, ask := newServer(guard.Config{Limits: guard.DefaultLimits()})
	for _, version := range []any{1, 1.0, json.Number("1"), int64(1)} {
		text := fmt.Sprintf("# %T\n%s", version, smallQuery)
		if _, err := ask(graphql.RawParams{Extensions: persistedQuery(hashText(text), version)}); !errors.Is(
			err,
			fault.PersistedQueryNotFound,
		) {
			t.Errorf("the hash alone: %v", err)
		}
		if _, err := ask(graphql.RawParams{Query: text,
			Extensions: persistedQuery(hashText(text), version)}); err != nil {
			t.Errorf("with its text: %v", err)
		}
		if o, err := ask(graphql.RawParams{Extensions: persistedQuery(hashText(text), version)}); err != nil ||
			o.RawQuery != text {
			t.Errorf("the hash again: %v", err)
		}
		if o, err := ask(graphql.RawParams{Extensions: map[string]any{"documentId": hashText(text)}}); err != nil ||
			o.RawQuery != text {
			t.Errorf("the hash as documentId: %v", err)
		}
	}
	for name, tc := range map[string]struct {
		extensions map[string]any
		reason     string
	}{
		"another text's hash": {persistedQuery(hashText("{}"), 1), "HASH"},
		"no hash":             {persistedQuery(nil, 1), "MALFORMED"},
		"half a hash":         {persistedQuery("abc", 1), "MALFORMED"},
		"upper case":          {persistedQuery("A"+hashText(smallQuery)[1:], 1), "MALFORMED"},
		"version 2":           {persistedQuery(hashText(smallQuery), 2), "VERSION"},
		"version \"1\"":       {persistedQuery(hashText(smallQuery), "1"), "VERSION"},
		"no version":          {persistedQuery(hashText(smallQuery), nil), "VERSION"},
		"no object":           {map[string]any{"persistedQuery": "x"}, "MALFORMED"},
		"a list":              {map[string]any{"persistedQuery": []any{1}}, "MALFORMED"},
		"a number for an id":  {map[string]any{"documentId": 7}, "MALFORMED"},
	} {
		_, err := ask(graphql.RawParams{Query: smallQuery, Extensions: tc.extensions})
		if known, _ := fault.FromError(err); !errors.Is(err, fault.BadPersistedQuery) ||
			known.Params()["reason"] != tc.reason {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := ask(graphql.RawParams{Query: smallQuery,
		Extensions: map[string]any{"persistedQuery": nil, "other": 1}}); err != nil {
		t.Errorf("no extension at all: %v", err)
	}
}

// Trusted documents can be requested by hash from the start; in trusted-only mode all others are rejected.
func TestExtension_TrustedDocuments(t *testing.T) {
	trusted := guard.TrustedDocuments{hashText(smallQuery): smallQuery}
	_, ask := newServer(guard.Config{Limits: guard.DefaultLimits(), TrustedDocuments: trusted})
	if _, err := ask(graphql.RawParams{Extensions: persistedQuery(hashText(smallQuery), 1)}); err != nil {
		t.Errorf("by hash: %v", err)
	}
	if _, err := ask(graphql.RawParams{Query: "{viewer{kind}}"}); err != nil {
		t.Errorf("another: %v", err)
	}
	_, only := newServer(
		guard.Config{Limits: guard.DefaultLimits(), TrustedDocuments: trusted, TrustedOnly: true},
	)
	for name, raw := range map[string]graphql.RawParams{
		"by hash": {Extensions: persistedQuery(hashText(smallQuery), 1)},
		"by id":   {Extensions: map[string]any{"documentId": hashText(smallQuery)}},
		"by text": {Query: smallQuery},
		"by both": {Query: smallQuery, Extensions: persistedQuery(hashText(smallQuery), 1)},
	} {
		if _, err := only(raw); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, raw := range map[string]graphql.RawParams{
		"another text": {Query: smallQuery + " "}, "another hash": {Extensions: persistedQuery(hashText("x"), 1)},
		"nothing": {},
		"another with its hash": {Query: "{viewer{kind}}",
			Extensions: persistedQuery(hashText("{viewer{kind}}"), 1)},
	} {
		if _, err := only(raw); !errors.Is(err, fault.OperationNotTrusted) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestReadTrustedDocuments(t *testing.T) {
	file := func(documents map[string]string) []byte {
		b, err := json.Marshal(documents)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	got, err := guard.ReadTrustedDocuments(
		"f.json",
		file(map[string]string{hashText(smallQuery): smallQuery}),
		schema,
		guard.DefaultLimits(),
	)
	if err != nil || got[hashText(smallQuery)] != smallQuery {
		t.Errorf("got %v %v", got, err)
	}
	for name, content := range map[string][]byte{
		"it is not a JSON object": []byte("[]"), "not a JSON object of texts": []byte(`{"a": 1}`),
		"(unexpected end": []byte(`{`), "by their SHA-256 hash": []byte(`null`),
		`"abc" is not a SHA-256 hash`:          file(map[string]string{"abc": smallQuery}),
		"has the hash " + hashText(smallQuery): file(map[string]string{hashText("x"): smallQuery}),
		`Cannot query field`:                   file(map[string]string{hashText("{password}"): "{password}"}),
		"Expected Name":                        file(map[string]string{hashText("{"): "{"}),
		"root-fields is 65":                    file(map[string]string{hashText(manyRootFields): manyRootFields}),
	} {
		_, err := guard.ReadTrustedDocuments("f.json", content, schema, guard.DefaultLimits())
		known, _ := fault.FromError(err)
		if !errors.Is(err, fault.BadConfig) || !containsAll(known.Text("en"), "--trusted", "f.json: ", name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Many concurrent clients, with documents of their own and shared ones: run with -race.
func TestExtension_Concurrent(t *testing.T) {
	_, ask := newServer(guard.Config{Limits: guard.DefaultLimits()})
	var all sync.WaitGroup
	for client := range 8 {
		all.Go(func() {
			for i := range 50 {
				text := fmt.Sprintf("%s # %d", smallQuery, i%(3+client))
				if _, err := ask(graphql.RawParams{Query: text,
					Extensions: persistedQuery(hashText(text), 1)}); err != nil {
					t.Error(err)
				}
				if _, err := ask(graphql.RawParams{Extensions: persistedQuery(hashText(text), 1)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// BenchmarkExtension_CachedDocument measures the overhead for a cached document.
func BenchmarkExtension_CachedDocument(b *testing.B) {
	g, ask := newServer(guard.Config{Limits: guard.DefaultLimits()})
	o, err := ask(graphql.RawParams{Query: smallQuery})
	if err != nil {
		b.Fatal(err)
	}
	raw := graphql.RawParams{Query: smallQuery, Variables: map[string]any{"n": json.Number("20")}}
	b.ReportAllocs()
	for b.Loop() {
		if g.MutateOperationParameters(b.Context(), &raw) != nil ||
			g.MutateOperationContext(b.Context(), o) != nil {
			b.Fatal("refused")
		}
	}
}

// Cache hits and misses are counted; a rejected document is a miss the next time, too.
func TestExtension_CacheStats(t *testing.T) {
	g, ask := newServer(guard.Config{Limits: guard.DefaultLimits()})
	for _, query := range []string{smallQuery, smallQuery, `{ nothing }`, `{ nothing }`, smallQuery} {
		_, _ = ask(graphql.RawParams{Query: query})
	}
	if hits, misses := g.CacheStats(); hits != 2 || misses != 3 {
		t.Errorf("%d hits, %d misses", hits, misses)
	}
}
