package guard_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"thidua/internal/guard"
)

// BenchmarkCheck measures rejected and accepted documents.
func BenchmarkCheck(b *testing.B) {
	most := guard.DefaultLimits()
	all := hostileDocuments()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := most.Check(all[name].text, nil); err == nil {
					b.Fatal("it was accepted")
				}
			}
		})
	}
	text, err := os.ReadFile("testdata/introspection/graphiql.graphql")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("let through", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := most.Check(string(text), nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkVariables(b *testing.B) {
	most := guard.DefaultLimits()
	for name, given := range map[string]map[string]any{"deep": {"a": nestedList(10_000)},
		"long": {"a": make([]any, 100_000)}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := most.CheckVariables(given); err == nil {
					b.Fatal("they were accepted")
				}
			}
		})
	}
}
