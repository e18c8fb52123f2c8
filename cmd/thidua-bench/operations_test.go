package main

import (
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

func TestExpensiveOperations_Parse(t *testing.T) {
	for _, op := range expensiveOperations(replayedConference) {
		document, err := parser.ParseQuery(&ast.Source{Input: op.document})
		if err != nil {
			t.Error(op.name, err.(*gqlerror.Error))
			continue
		}
		if got := len(document.Operations[0].SelectionSet); got > maxRootFields {
			t.Error(op.name, got, "root fields")
		}
	}
}

func TestRemainingOf(t *testing.T) {
	for header, want := range map[string]int{
		`"address";r=9999000;t=1`:                      9999000,
		`"address";r=12;t=1, "account";r=20000000;t=1`: 12,
		`"address";r=7`:                                7,
		``:                                             0,
	} {
		if got := remainingOf(header); got != want {
			t.Errorf("%q: %d, not %d", header, got, want)
		}
	}
}

func TestGraphqlResponse_Code(t *testing.T) {
	refused := graphqlResponse{status: 200,
		body: []byte(`{"errors":[{"message":"m","extensions":{"code":"RATE_LIMITED"}}]}`)}
	if got := refused.code(); got != "RATE_LIMITED" || !refused.refused() {
		t.Error(got)
	}
	accepted := graphqlResponse{status: 200, body: []byte(`{"data":{}}`)}
	if got := accepted.code(); got != "" || accepted.refused() {
		t.Error(got)
	}
}

func TestSummarize_Medians(t *testing.T) {
	got := summarize([]measurement{
		{outcome: "answered", cost: 5, cpu: 30 * time.Millisecond, peak: 1 << 20,
			loadedLatencies: []time.Duration{time.Second}},
		{outcome: "answered", cost: 5, cpu: 10 * time.Millisecond, peak: 3 << 20,
			idleLatencies: []time.Duration{time.Millisecond}},
		{outcome: "answered", cost: 5, cpu: 20 * time.Millisecond, peak: 2 << 20},
	})
	for _, want := range []string{"| answered | 5 | 20ms | 2.0 MiB |", "1ms / 1ms", "1s / 1s"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
}
