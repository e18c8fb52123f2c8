package guard_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/guard"
)

// exceededLimit returns the limit that an error names, with its numbers.
func exceededLimit(t *testing.T, err error) (limit string, value, most int) {
	t.Helper()
	known, ok := fault.FromError(err)
	if !ok || known.Code() != fault.OperationTooComplex.Code() {
		t.Fatalf("got %v, want OPERATION_TOO_COMPLEX", err)
	}
	params := known.Params()
	limit, _ = params["limit"].(string)
	value, _ = params["value"].(int)
	most, _ = params["max"].(int)
	if value <= most || limit == "" || strings.Contains(known.Error(), "[") {
		t.Fatalf("the error has %v: %v", params, known)
	}
	return limit, value, most
}

// Every hostile document is rejected for the expected limit, and the work is at most its tokens, its nodes,
// and what may be expanded, whatever it would expand to.
func TestCheck_HostileDocuments(t *testing.T) {
	most := guard.DefaultLimits()
	for name, b := range hostileDocuments() {
		t.Run(name, func(t *testing.T) {
			report, err := most.Check(b.text, nil)
			if limit, _, _ := exceededLimit(t, err); limit != b.limit {
				t.Errorf("refused by %s, want %s: %v", limit, b.limit, err)
			}
			if bound := 2*min(most.Tokens, len(b.text)) + most.Expanded + 1; report.Visited > bound {
				t.Errorf("%d nodes were visited, of %d that may be", report.Visited, bound)
			}
		})
	}
}

// A rejection allocates less than a mebibyte.
func TestCheck_HostileDocumentsAllocateLittle(t *testing.T) {
	most := guard.DefaultLimits()
	for name, b := range hostileDocuments() {
		least := uint64(1 << 62)
		for range 3 { // other goroutines of the test may allocate in between
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _ = most.Check(b.text, nil)
			runtime.ReadMemStats(&after)
			least = min(least, after.TotalAlloc-before.TotalAlloc)
		}
		if least > 1<<20 {
			t.Errorf("%s: %d KiB", name, least>>10)
		}
	}
}

// The work does not grow with the expanded size of the fragments: another one adds a few nodes.
func TestCheck_DoublingFragmentsLinear(t *testing.T) {
	most := guard.DefaultLimits()
	for n := 20; n < 200; n++ {
		report, err := most.Check(doublingFragments(n), nil)
		exceededLimit(t, err)
		if per := report.Visited / n; per > 20 {
			t.Errorf("%d fragments: %d nodes each", n, per)
		}
	}
}

func TestCheck_FragmentCycles(t *testing.T) {
	for name, text := range map[string]string{
		"direct": "{...A} fragment A on Query{...A}",
		"indirect": "{...A} fragment A on Query{...B} fragment B on Query{...C} fragment C on " +
			"Query{...A}",
		"within a field":             "{...A} fragment A on Query{viewer{...A}}",
		"within an inline fragment":  "{...A} fragment A on Query{...{... on Query{...A}}}",
		"that nothing spreads":       "{viewer{kind}} fragment A on Query{...B} fragment B on Query{...A}",
		"beside a fragment that is":  "{...A} fragment A on Query{viewer{kind}} fragment B on Query{...B}",
		"of two with the same name":  "{...A} fragment A on Query{...A} fragment A on Query{viewer{kind}}",
		"reached by doubling":        strings.Replace(doublingFragments(40), "{id}", "{...F0}", 1),
		"below an unused fragment":   "{viewer{kind}} fragment U on Query{...A} fragment A on Query{...A}",
		"in the second operation":    "query A{viewer{kind}} query B{...A} fragment A on Query{x{...A}}",
		"with an unknown one beside": "{...A} fragment A on Query{...unknown ...A}",
	} {
		if _, err := guard.DefaultLimits().Check(text, nil); !errors.Is(err, fault.FragmentCycle) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Introspection that validation would reject without naming a limit is rejected by one.
func TestCheck_NestedIntrospectionLists(t *testing.T) {
	_, err := guard.DefaultLimits().Check(
		`{__type(name:"Node"){possibleTypes{interfaces{possibleTypes{name}}}}}`, schema)
	if limit, value, most := exceededLimit(t, err); limit != "schema-lists" || value != 4 || most != 3 {
		t.Errorf("refused by %s: %d, at most %d", limit, value, most)
	}
	_, err = guard.DefaultLimits().Check(`{__type(name:"Node"){possibleTypes{interfaces{name}}}}`, schema)
	if err != nil {
		t.Errorf("two lists: %v", err)
	}
}

// Documents within the limits pass, however they are written; malformed and invalid ones are left to the
// parser and the validation.
func TestCheck_AllowedDocuments(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":                  "",
		"a byte order mark":        "\ufeff{viewer{kind}}",
		"comments":                 "# a\n#b\r\n{viewer # c\n{kind}}#",
		"commas":                   "{,,,viewer,,{,kind,}}",
		"an unknown fragment":      "{...unknown}",
		"an unused fragment":       "{viewer{kind}} fragment A on Query{viewer{kind}}",
		"the same fragment thrice": "{...A ...A ...A} fragment A on Query{viewer{kind}}",
		"two of the same name":     "{...A} fragment A on Query{a} fragment A on Query{b}",
		"a block string":           `{unit(code:"""` + "\n  a \\\"\"\" {{{{ \n" + `"""){id}}`,
		"brackets in a string":     `{unit(code:"` + strings.Repeat("{[(", 1000) + `"){id}}`,
		"a string of 16000":        `{unit(code:"` + strings.Repeat("x", 16000) + `"){id}}`,
		"no end":                   "{viewer{",
		"no GraphQL":               "SELECT * FROM units; '",
		"a string without end":     `{unit(code:"abc`,
		"invalid UTF-8":            "{unit(code:\"\xff\xfe\"){id}}",
		"a type system":            "type Query { a: Int }",
		"__typename":               "{" + repeatFormat(20, "a%d:__typename ") + "}",
	} {
		if _, err := guard.DefaultLimits().Check(text, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
