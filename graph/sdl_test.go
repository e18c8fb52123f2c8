package graph_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"

	"thidua/graph"
)

func TestSDL_Committed(t *testing.T) {
	committed, err := os.ReadFile("../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) != graph.SDL() {
		t.Error("schema.graphql is not what the program prints: make generate")
	}
}

// TestSDL_Descriptions checks that each element of the API has a description that says more than its name,
// with the Vietnamese term of the documents.
func TestSDL_Descriptions(t *testing.T) {
	for _, it := range describedElements(parseSDL(t, "now", graph.SDL())) {
		name := it.at[strings.LastIndexAny(it.at, ".@(")+1:]
		switch {
		case it.text == "":
			t.Errorf("%s has no description", it.at)
		case lettersOf(it.text) == lettersOf(name):
			t.Errorf("%s: the description says no more than the name: %q", it.at, it.text)
		case !hasTermInBrackets(it.text) && !(it.enumValue && hasTermBeforeColon(it.text)):
			t.Errorf("%s: the description has no Vietnamese term: %q", it.at, it.text)
		}
	}
}

// describedElement is what a playground shows of the schema: a type, a field, an argument, an enum value or a
// directive.
type describedElement struct {
	at, text  string
	enumValue bool
}

// describedElements lists all that is ours to describe.
func describedElements(schema *ast.Schema) []describedElement {
	var all []describedElement
	add := func(at, text string) { all = append(all, describedElement{at: at, text: text}) }
	arguments := func(at string, list ast.ArgumentDefinitionList) {
		for _, a := range list {
			add(at+"("+a.Name+":)", a.Description)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(schema.Types)) {
		def := schema.Types[name]
		if def.BuiltIn {
			continue
		}
		add(name, def.Description)
		for _, f := range def.Fields {
			if !strings.HasPrefix(f.Name, "__") { // introspection's own
				add(name+"."+f.Name, f.Description)
				arguments(name+"."+f.Name, f.Arguments)
			}
		}
		for _, v := range def.EnumValues {
			all = append(all, describedElement{name + "." + v.Name, v.Description, true})
		}
	}
	for _, d := range schema.Directives {
		if !d.Position.Src.BuiltIn {
			add("@"+d.Name, d.Description)
			arguments("@"+d.Name, d.Arguments)
		}
	}
	return all
}

// lettersOf is a text without what does not make it say more: "School year." and "schoolYear" are the same.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

var bracketsPattern = regexp.MustCompile(`\(([^()]*)\)`)

// hasTermInBrackets finds a term as most descriptions give it: "Its name (tên gọi)."
func hasTermInBrackets(text string) bool {
	return slices.ContainsFunc(bracketsPattern.FindAllString(text, -1), isVietnamese)
}

// hasTermBeforeColon finds it as kinds and states do, where it is what the documents say: "Bế mạc: it is
// over."
func hasTermBeforeColon(text string) bool {
	term, _, found := strings.Cut(text, ":")
	return found && isVietnamese(term)
}

// plainTerms are the Vietnamese terms that English letters can spell, and the message that clients compare.
var plainTerms = []string{"Suy ra", "PersistedQueryNotFound"}

// isVietnamese tells a term of that language by a letter that English does not have.
func isVietnamese(term string) bool {
	return slices.Contains(plainTerms, term) ||
		strings.ContainsFunc(term, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) })
}

func TestVietnameseTerms(t *testing.T) {
	for text, want := range map[string]bool{
		"Its name (tên gọi).":                  true,
		"Its name (as stated), in full (tên).": true,
		"Suy ra: it follows.":                  true,
		"Bế mạc: it is over.":                  true,
		"Its name.":                            false,
		"Its name (as stated).":                false,
		"The province of Vĩnh Phúc.":           false,
		"Over: Bế mạc.":                        false,
	} {
		if got := hasTermInBrackets(text) || hasTermBeforeColon(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
