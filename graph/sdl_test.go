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

func TestSDLIsCommitted(t *testing.T) {
	committed, err := os.ReadFile("../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) != graph.SDL() {
		t.Error("schema.graphql is not what the program prints: make generate")
	}
}

// TestSDL_Descriptions checks that each element of the API has a description that says more than its name, with the
// Vietnamese term of the documents.
func TestSDLDescribes(t *testing.T) {
	for _, it := range described(parseSDL(t, "now", graph.SDL())) {
		name := it.at[strings.LastIndexAny(it.at, ".@(")+1:]
		switch {
		case it.text == "":
			t.Errorf("%s has no description", it.at)
		case letters(it.text) == letters(name):
			t.Errorf("%s: the description says no more than the name: %q", it.at, it.text)
		case !inBrackets(it.text) && !(it.enumValue && beforeColon(it.text)):
			t.Errorf("%s: the description has no Vietnamese term: %q", it.at, it.text)
		}
	}
}

// word is what a playground shows of the schema: a type, a field, an argument, an enum value or a directive.
type word struct {
	at, text  string
	enumValue bool
}

// described lists all that is ours to describe.
func described(schema *ast.Schema) []word {
	var all []word
	add := func(at, text string) { all = append(all, word{at: at, text: text}) }
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
			all = append(all, word{name + "." + v.Name, v.Description, true})
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

// letters is a text without what does not make it say more: "School year." and "schoolYear" are the same.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

var brackets = regexp.MustCompile(`\(([^()]*)\)`)

// inBrackets finds a term as most descriptions give it: "Its name (tên gọi)."
func inBrackets(text string) bool {
	return slices.ContainsFunc(brackets.FindAllString(text, -1), vietnamese)
}

// beforeColon finds it as kinds and states do, where it is what the documents say: "Bế mạc: it is over."
func beforeColon(text string) bool {
	term, _, found := strings.Cut(text, ":")
	return found && vietnamese(term)
}

// plain are the Vietnamese terms that English letters can spell.
var plain = []string{"Suy ra"}

// vietnamese tells a term of that language by a letter that English does not have.
func vietnamese(term string) bool {
	return slices.Contains(plain, term) ||
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
		if got := inBrackets(text) || beforeColon(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
