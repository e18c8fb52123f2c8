package guard_test

import (
	"fmt"
	"strings"
)

// hostileDocuments are small documents that are expensive for a server, each with the limit that rejects it.
func hostileDocuments() map[string]hostileDocument {
	return map[string]hostileDocument{
		"fragments doubling 20 times":  {doublingFragments(20), "expanded"},
		"fragments doubling 24 times":  {doublingFragments(24), "expanded"},
		"fragments doubling 63 times":  {doublingFragments(63), "expanded"},
		"fragments doubling 100 times": {doublingFragments(100), "expanded"},
		"fragments doubling 199 times": {doublingFragments(199), "expanded"},
		"doubling within fields":       {doublingFields(24), "expanded"},
		"doubling of nothing": {
			strings.Replace(doublingFragments(30), "{id}", "{...missing}", 1),
			"expanded",
		},
		"doubling that nothing spreads": {
			"{viewer{kind}}" + strings.TrimPrefix(doublingFragments(30), "{...F0}"),
			"expanded",
		},
		"a chain of fragments":       {chain(30), "depth"},
		"300 aliased introspections": {"{" + repeatFormat(300, "a%d:__schema{description}") + "}", "schemas"},
		"500 aliased introspections": {"{" + repeatFormat(500, "a%d:__schema{description}") + "}", "tokens"},
		"introspection in a circle": {
			"{__schema{types{" + strings.Repeat("fields{type{", 5) + "name" + strings.Repeat("}}", 5) + "}}}",
			"schema-lists",
		},
		"introspection through doubles": {
			"{...A ...A} fragment A on Query{__type(name:\"Unit\"){name}}",
			"schemas",
		},
		"deep introspection": {
			"{__schema{types{" + strings.Repeat("ofType{", 17) + "name" + strings.Repeat("}", 17) + "}}}",
			"schema-depth",
		},
		"3000 repeated fields": {"{viewer{" + strings.Repeat("id ", 3000) + "}}", "tokens"},
		"2400 repeated fields": {"{viewer{" + strings.Repeat("id ", 2400) + "}}", "repeated"},
		"1000 repeated fields": {"{viewer{" + strings.Repeat("id ", 1000) + "}}", "repeated"},
		"repeated within repeated": {
			"{" + strings.Repeat("viewer{"+strings.Repeat("kind ", 20)+"}", 20) + "}",
			"repeated",
		},
		"pairs": {
			"{units{" + repeatFormat(
				3,
				"p%d:edges{"+strings.Repeat("node{id} ", 30)+"}",
			) + repeatFormat(
				6,
				"q%d:edges{"+strings.Repeat("cursor ", 30)+"}",
			) + "}}",
			"pairs",
		},
		"everything at once": {
			`{viewer{a(b:"""` + strings.Repeat(
				"é\n",
				1990,
			) + strings.Repeat(
				"x",
				10000,
			) + `""") ` + strings.Repeat(
				"k ",
				2480,
			) + `}}`,
			"repeated",
		},
		"everything in pairs": {
			`{viewer{a(b:"""` + strings.Repeat(
				"é\n",
				1990,
			) + strings.Repeat(
				"x",
				10000,
			) + `""")` + repeatFormat(
				39,
				"a%d:k{"+strings.Repeat("b{c d} c{d e} d e", 3)+"}",
			) + strings.Repeat(
				"k ",
				78,
			) + "}}",
			"repeated",
		},

		"pairs of fragments": {
			"{viewer{" + repeatFormat(90, "...F%d ") + "}}" + repeatFormat(90, "fragment F%d on Viewer{kind}"),
			"repeated",
		},
		"fragments side by side": {
			"{viewer{" + repeatFormat(90, "...F%d ") + "}}" + repeatFormat(90, "fragment F%[1]d on Viewer{k%[1]d}"),
			"pairs",
		},
		"a chain of 150": {chain(150), "expanded"},
		"repeated by fragments": {
			"{" + strings.Repeat("...A ", 60) + "} fragment A on Query{viewer{kind}}",
			"repeated",
		},
		"20000 fields":       {"{" + strings.Repeat("a ", 20000) + "}", "tokens"},
		"200 aliases":        {"{" + repeatFormat(200, "a%d:viewer{kind}") + "}", "root-fields"},
		"200 aliases within": {"{viewer{" + repeatFormat(200, "a%d:kind ") + "}}", "aliases"},
		"a filter of 10000 nodes": {
			"{units(where:{or:[" + strings.Repeat(`{code:"x"}`, 5000) + "]}){totalCount}}",
			"tokens",
		},
		"a filter of 602 nodes": {
			"{units(where:{or:[" + strings.Repeat(`{code:"x"}`, 300) + "]}){totalCount}}",
			"argument-nodes",
		},
		"a deep filter": {
			"{units(where:" + strings.Repeat("{not:", 30) + "{}" + strings.Repeat("}", 30) + "){totalCount}}",
			"argument-depth",
		},
		"a filter in a default": {
			"query($w:W=" + strings.Repeat(
				"{not:",
				30,
			) + "{}" + strings.Repeat(
				"}",
				30,
			) + "){units(where:$w){totalCount}}",
			"argument-depth",
		},
		"a deep list": {
			"{a(b:" + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + ")}",
			"nesting",
		},
		"a long list":           {"{nodes(ids:[" + strings.Repeat(`"x",`, 201) + "]){id}}", "list-length"},
		"deep selections":       {strings.Repeat("{a", 30) + strings.Repeat("}", 30), "depth"},
		"deep inline fragments": {strings.Repeat("{...", 10000), "nesting"},
		"brackets without end":  {strings.Repeat("{a", 2000), "nesting"},
		"directives in one place": {
			"{viewer" + strings.Repeat("@skip(if:false)", 6) + "{kind}}",
			"directives-per-field",
		},
		"directives everywhere": {
			"{viewer{" + strings.Repeat("kind@skip(if:false) ", 50) + "kind" + strings.Repeat("@a@b@c", 17) + "}}",
			"directives",
		},
		"directives of a fragment": {
			"{...A} fragment A on Query " + strings.Repeat("@a", 6) + "{viewer{kind}}",
			"directives-per-field",
		},
		"operations": {repeatFormat(21, "query Q%d{viewer{kind}}"), "operations"},
		"unused fragments": {
			"{viewer{kind}}" + repeatFormat(201, "fragment F%d on Query{viewer{kind}}"),
			"fragments",
		},
		"a huge string": {`{unit(code:"` + strings.Repeat("x", 1<<20) + `"){id}}`, "bytes"},
		"a long string": {`{unit(code:"` + strings.Repeat("x", 20000) + `"){id}}`, "texts"},
		"a long block string": {
			`{unit(code:"""` + strings.Repeat("x\n", 1900) + strings.Repeat("y", 60000) + `"""){id}}`,
			"texts",
		},
		"a huge block string":       {`{unit(code:"""` + strings.Repeat("\n", 60000) + `"""){id}}`, "lines"},
		"comments":                  {strings.Repeat("#\n", 1999) + strings.Repeat("{a}", 2000), "tokens"},
		"comments in one line each": {strings.Repeat("#\n", 30000) + "{a}", "lines"},
		"commas":                    {strings.Repeat(",", 1<<17) + "{a}", "bytes"},
		"byte order marks":          {strings.Repeat("\ufeff", 1<<15) + "{a}", "bytes"},
		"carriage returns":          {strings.Repeat("\r", 5000) + "{a}", "lines"},
	}
}

type hostileDocument struct{ text, limit string }

// doublingFragments spreads every fragment twice in the previous one: 2^n fields.
func doublingFragments(n int) string {
	var b strings.Builder
	b.WriteString("{...F0}")
	for i := range n - 1 {
		fmt.Fprintf(&b, " fragment F%d on Query{...F%d ...F%d}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Query{id}", n-1)
	return b.String()
}

// doublingFields hides the doubling below fields, as gqlgen's own complexity analysis meets it.
func doublingFields(n int) string {
	var b strings.Builder
	b.WriteString("{node(id:1){...F0}}")
	for i := range n - 1 {
		fmt.Fprintf(&b, " fragment F%d on Unit{a%d:parent{...F%d} b%d:parent{...F%d}}", i, i, i+1, i, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Unit{id}", n-1)
	return b.String()
}

func chain(n int) string {
	var b strings.Builder
	b.WriteString("{...F0}")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Unit{parent{...F%d}}", i, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Unit{id}", n)
	return b.String()
}

// repeatFormat writes the format n times with its number in it.
func repeatFormat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

var manyRootFields = "{" + repeatFormat(65, "a%d:__typename ") + "}"

func containsAll(text string, all ...string) bool {
	for _, part := range all {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
