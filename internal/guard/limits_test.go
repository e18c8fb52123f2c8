package guard_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/internal/fault"
	"thidua/internal/guard"
)

// unlimited returns no limits, so that a single one can be tested.
func unlimited() guard.Limits {
	var l guard.Limits
	v := reflect.ValueOf(&l).Elem()
	for i := range v.NumField() {
		v.Field(i).SetInt(guard.MaxCount)
	}
	return l
}

func nestedBrackets(open, shut string) func(int) string {
	return func(n int) string { return "{a(b:" + strings.Repeat(open, n) + strings.Repeat(shut, n) + ")}" }
}

// documentsAtLimit returns documents with n of what a limit counts.
var documentsAtLimit = map[string]func(n int) string{
	"Bytes": func(n int) string { return "{a}" + strings.Repeat(" ", n-3) },
	"Lines": func(n int) string {
		return strings.Repeat("\r\n", n/2) + strings.Repeat("\n", n-1-n/2) + "{a}"
	},
	"Tokens": func(n int) string { return "{" + strings.Repeat("a ", n-2) + "}" },
	"Texts": func(n int) string {
		return `{a(b:"` + strings.Repeat("x", n-2) + `" c:"""` + "\n  yz\n" + `""")}`
	},
	"NameBytes":  func(n int) string { return "{" + strings.Repeat("x", n) + ":a}" },
	"Nesting":    func(n int) string { return strings.Repeat("{a", n) + strings.Repeat("}", n) },
	"Operations": func(n int) string { return repeatFormat(n, "query Q%d{a}") },
	"Fragments":  func(n int) string { return "{a}" + repeatFormat(n, "fragment F%d on A{a}") },
	"Depth":      func(n int) string { return strings.Repeat("{a", n) + strings.Repeat("}", n) },
	"Expanded": func(n int) string {
		return "{...A ...A" + strings.Repeat(" b", n-8) + "} fragment A on Q{a b}"
	},
	"UnknownFields": func(n int) string {
		return "{node(id:1){...A " + repeatFormat(n-2, "x%d ") + "}} fragment A on Unit{a ...{b{c}}}"
	},
	"RootFields": func(n int) string {
		return "{...A" + strings.Repeat(" b{c d}", n-2) + "} fragment A on Q{a b}"
	},
	"Repeated": func(n int) string {
		return "{" + strings.Repeat("...A ", n) + "} fragment A on Q{a{b}}"
	},
	"Pairs": documentWithPairs,
	"Aliases": func(n int) string {
		return "{...A ...A} fragment A on Q{" + repeatFormat(n, "a%d:b ") + "}"
	},
	"Directives":         func(n int) string { return "{" + strings.Repeat("a@b ", n-1) + "...@b{a}}" },
	"DirectivesPerField": func(n int) string { return "{a@b@c d" + strings.Repeat("@b", n) + "}" },
	"ArgumentNodes":      func(n int) string { return "{a(x:1 y:[" + strings.Repeat("{},", n-1) + "])}" },
	"ArgumentDepth":      nestedBrackets("[", "]"),
	"ListLength":         func(n int) string { return "{a(b:{c:[" + strings.Repeat("1 ", n) + "]})}" },
	"Schemas": func(n int) string {
		return "{" + strings.Repeat("__schema{a} ", n/2) + strings.Repeat("__type{a} ", n-n/2) + "}"
	},
	"SchemaDepth": func(n int) string {
		return strings.Repeat("{a", 5) + "{__schema" + strings.Repeat("{a", n-1) + strings.Repeat("}", n+5)
	},
	"SchemaLists": func(n int) string {
		return "{__type" + strings.Repeat("{args{type", n) + strings.Repeat("}}", n) + "}"
	},
}

// variablesAtLimit returns variables with n of what a limit counts.
var variablesAtLimit = map[string]func(n int) map[string]any{
	"VariableBytes": func(n int) map[string]any {
		return map[string]any{"ab": map[string]any{"cd": strings.Repeat("x", n-4)}}
	},
	"VariableNodes": func(n int) map[string]any { return map[string]any{"a": make([]any, n-2), "b": nil} },
	"VariableDepth": func(n int) map[string]any { return map[string]any{"a": nestedList(n)} },
	"ListLength": func(n int) map[string]any {
		return map[string]any{"a": map[string]any{"b": make([]any, n)}}
	},
}

// documentWithPairs makes n pairs from the largest groups that fit: k fields of one name make k(k-1)/2.
func documentWithPairs(n int) string {
	var b strings.Builder
	for place := 0; n > 0; place++ {
		k := 2
		for k < 40 && (k+1)*k/2 <= n {
			k++
		}
		b.WriteString(strings.Repeat(fmt.Sprintf("p%d ", place), k))
		n -= k * (k - 1) / 2
	}
	return "{" + b.String() + "}"
}

// schemaFor returns the schema for the limits that need it.
func schemaFor(limit string) *ast.Schema {
	if limit == "UnknownFields" {
		return schema
	}
	return nil
}

func nestedList(n int) (v any) {
	for i := range n {
		if i%2 == 0 {
			v = []any{v}
		} else {
			v = map[string]any{"a": v}
		}
	}
	return v
}

// A value at each limit passes, and one more is rejected with that limit and both numbers. The cost and the
// filter values, which need a schema, have tests of their own.
func TestLimits_AtAndAbove(t *testing.T) {
	defaults := reflect.ValueOf(guard.DefaultLimits())
	for i := range defaults.NumField() {
		name := defaults.Type().Field(i).Name
		write, ofText := documentsAtLimit[name]
		variables, ofVariables := variablesAtLimit[name]
		if !ofText && !ofVariables && name != "Cost" && name != "AnonymousCost" && name != "SchemaCost" &&
			name != "FilterValues" {
			t.Errorf("%s is not tested", name)
		}
		for _, most := range []int{int(defaults.Field(i).Int()), 9} {
			limits := unlimited()
			reflect.ValueOf(&limits).Elem().Field(i).SetInt(int64(most))
			check := func(kind string, n int) error {
				if kind == "text" {
					_, err := limits.Check(write(n), schemaFor(name))
					return err
				}
				_, err := limits.CheckVariables(variables(n))
				return err
			}
			for kind, is := range map[string]bool{"text": ofText, "variables": ofVariables} {
				if !is {
					continue
				}
				if err := check(kind, most); err != nil {
					t.Errorf("%s at %d: %v", name, most, err)
				}
				limit, value, of := exceededLimit(t, check(kind, most+1))
				if flag := strings.ReplaceAll(limit, "-", ""); flag != strings.ToLower(name) || value != most+1 ||
					of != most {
					t.Errorf("%s at %d: refused by %s with %d of %d", name, most+1, limit, value, of)
				}
			}
		}
	}
}

// Variables are visited until there are too many, however many there are.
func TestCheckVariables_WorkBounded(t *testing.T) {
	most := guard.DefaultLimits()
	many := make([]any, 10_000)
	for i := range many {
		many[i] = map[string]any{"hasTopicsWith": []any{map[string]any{"code": "x"}}}
	}
	for name, given := range map[string]map[string]any{
		"a filter of 10000 nodes": {"where": map[string]any{"or": many}},
		"10000 levels":            {"where": nestedList(10_000)},
		"a square":                {"a": []any{many, many, many, many}},
	} {
		visited, err := most.CheckVariables(given)
		if limit, _, _ := exceededLimit(t, err); limit != "variable-nodes" || visited > most.VariableNodes+1 {
			t.Errorf("%s: refused by %s after %d values", name, limit, visited)
		}
	}
	for _, none := range []map[string]any{nil, {}, {"a": nil}, {"a": 1.5, "b": true}} {
		if _, err := most.CheckVariables(none); err != nil {
			t.Errorf("%v: %v", none, err)
		}
	}
}

func TestCheck_ToolIntrospection(t *testing.T) {
	files, err := filepath.Glob("testdata/introspection/*.graphql")
	if err != nil || len(files) != 3 {
		t.Fatal("no introspections: ", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := guard.DefaultLimits().Check(string(text), nil); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestLimits_Validate(t *testing.T) {
	if err := guard.DefaultLimits().Validate(); err != nil {
		t.Error(err)
	}
	for _, n := range []int{0, -1, guard.MaxCount + 1} {
		l := guard.DefaultLimits()
		l.RootFields = n
		known, _ := fault.FromError(l.Validate())
		if known == nil || !errors.Is(known, fault.BadConfig) ||
			known.Params()["setting"] != "--limit-root-fields" {
			t.Errorf("%d: got %v", n, known)
		}
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[guard.Limits]()) {
		if f.Tag.Get("help") == "" || strings.ReplaceAll(f.Tag.Get("env"), "_", "") != strings.ToUpper(f.Name) {
			t.Error(fmt.Sprint(f.Name, " is not documented: ", f.Tag))
		}
	}
}
