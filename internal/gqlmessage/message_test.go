package gqlmessage_test

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
	"pgregory.net/rapid"

	"thidua/internal/gqlmessage"
)

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
directive @once on FIELD
directive @needs(it: Int!) on FIELD
interface Node { id: ID! }
type Unit implements Node { id: ID!  code: String!  kind: Kind  size(of: Kind!): Int  units(where: Where, of:
Kind, n: Int, f: Float, b: Boolean, s: String, i: ID, one: One): [Unit!] }
type Person implements Node { id: ID!  motto: String }
enum Kind { PROVINCE DEPARTMENT }
input Where { code: String!  not: Where  or: [Where!]  size: Int }
input One @oneOf { a: Int  b: Int }
type Query { unit(where: Where, of: Kind, n: Int, f: Float, b: Boolean, s: String, i: ID, one: One): Unit 
node: Node }
type Subscription { ticks: Int  tocks: Int }`})

// validationError returns the error that gqlparser reports for a document by a rule.
func validationError(t testing.TB, document, rule string) *gqlerror.Error {
	t.Helper()
	_, errs := gqlparser.LoadQueryWithRules(schema, document, rules.NewDefaultRules())
	for _, err := range errs {
		if err.Rule == rule {
			return err
		}
	}
	t.Fatalf("%s is not rejected by %s: %v", document, rule, errs)
	return nil
}

// validationCases has gqlparser's actual message of each rule, and the suggestions that are added if allowed.
var validationCases = []struct{ document, rule, en, suggested string }{
	{`{ unit { cod } }`, "FieldsOnCorrectType", `The type Unit has no field cod.`, " Did you mean code?"},
	{`{ node { motto } }`, "FieldsOnCorrectType", `The type Node has no field motto.`,
		" Did you mean Person?"},
	{`{ unit { ... on Kind { a } } }`, "FragmentsOnCompositeTypes",
		`A fragment cannot have the type Kind, which has no fields.`, ""},
	{`{ unit { ...A } } fragment A on Kind { a }`, "FragmentsOnCompositeTypes",
		`The fragment A cannot have the type Kind, which has no fields.`, ""},
	{`{ unit(wher: 1) { id } }`, "KnownArgumentNames",
		`The field unit of the type Query has no argument wher.`, " Did you mean where?"},
	{`{ unit { id @once(x: 1) } }`, "KnownArgumentNames", `The directive @once has no argument x.`, ""},
	{`{ unit { id @twice } }`, "KnownDirectives", `There is no directive @twice.`, ""},
	{`query @once { unit { id } }`, "KnownDirectives", `The directive @once cannot be used on QUERY.`, ""},
	{`{ unit { ...A } }`, "KnownFragmentNames", `There is no fragment A.`, ""},
	{`mutation { x }`, "KnownRootType", `The schema does not support operations of the kind mutation.`, ""},
	{`{ unit { ...A } } fragment A on Unti { id }`, "KnownTypeNames", `There is no type Unti.`,
		" Did you mean Unit, Int?"},
	{`{ unit { id } } query A { unit { id } }`, "LoneAnonymousOperation",
		`An operation without a name must be the only one of its document.`, ""},
	{
		`{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`,
		"MaxIntrospectionDepth",
		`The introspection query is nested too deeply.`,
		"",
	},
	{`{ unit { ...A } } fragment A on Unit { units { ...A } }`, "NoFragmentCycles",
		`The fragment A spreads itself.`, ""},
	{`query Q { unit(n: $n) { id } }`, "NoUndefinedVariables",
		`The operation Q does not declare the variable $n.`, ""},
	{`{ unit(n: $n) { id } }`, "NoUndefinedVariables", `The variable $n is not declared.`, ""},
	{`{ unit { id } } fragment A on Unit { id }`, "NoUnusedFragments", `The fragment A is not used.`, ""},
	{`query($n: Int) { unit { id } }`, "NoUnusedVariables", `The variable $n is not used.`, ""},
	{`query Q($n: Int) { unit { id } }`, "NoUnusedVariables", `The variable $n is not used.`, ""},
	{`{ unit { a: id a: code } }`, "OverlappingFieldsCanBeMerged",
		`The fields named a in the response conflict; give them different aliases.`, ""},
	{`{ unit { ... on Person { id } } }`, "PossibleFragmentSpreads",
		`The type Unit can never be Person, so the fragment cannot be spread here.`, ""},
	{`{ unit { ...A } } fragment A on Person { id }`, "PossibleFragmentSpreads",
		`The type Unit can never be Person, so the fragment A cannot be spread here.`, ""},
	{`{ unit { size } }`, "ProvidedRequiredArguments",
		`The field size requires the argument of of the type Kind!.`, ""},
	{`{ unit { id @needs } }`, "ProvidedRequiredArguments",
		`The directive @needs requires the argument it of the type Int!.`, ""},
	{`{ unit }`, "ScalarLeafs", `Select subfields of unit: the type Unit has fields.`, ""},
	{`{ unit { units } }`, "ScalarLeafs", `Select subfields of units: the type [Unit!] has fields.`, ""},
	{`{ unit { id { x } } }`, "ScalarLeafs", `Nothing can be selected in id: the type ID has no fields.`, ""},
	{`subscription { ticks tocks }`, "SingleFieldSubscriptions",
		`A subscription must select exactly one field, and not an introspection field.`, ""},
	{`{ unit(n: 1, n: 2) { id } }`, "UniqueArgumentNames", `The argument n is given more than once.`, ""},
	{`{ unit { id @once @once } }`, "UniqueDirectivesPerLocation",
		`The directive @once can be used only once here.`, ""},
	{`{ unit { ...A } } fragment A on Unit { id } fragment A on Unit { id }`, "UniqueFragmentNames",
		`There is more than one fragment named A.`, ""},
	{`{ unit(where: {code: "a", code: "b"}) { id } }`, "UniqueInputFieldNames",
		`The field code of the input is given more than once.`, ""},
	{`query A { unit { id } } query A { unit { id } }`, "UniqueOperationNames",
		`There is more than one operation named A.`, ""},
	{`query($n: Int, $n: Int) { unit(n: $n) { id } }`, "UniqueVariableNames",
		`The variable $n is declared more than once.`, ""},
	{`{ unit(of: PROVINCES) { id } }`, "ValuesOfCorrectType", `The type Kind has no value PROVINCES.`,
		" Did you mean PROVINCE?"},
	{`{ unit(of: "PROVINCES") { id } }`, "ValuesOfCorrectType",
		`A value of the type Kind, without quotes, is required.`, " Did you mean PROVINCE?"},
	{`{ unit(of: 7) { id } }`, "ValuesOfCorrectType",
		`A value of the type Kind, without quotes, is required.`, ""},
	{`{ unit(where: {}) { id } }`, "ValuesOfCorrectType",
		`The input Where requires the field code of the type String!.`, ""},
	{`{ unit(where: {code: "x", sizes: 1}) { id } }`, "ValuesOfCorrectType",
		`The input Where has no field sizes.`, " Did you mean size?"},
	{`{ unit(where: {code: null}) { id } }`, "ValuesOfCorrectType",
		`A value of the type String! is required.`, ""},
	{`{ unit(where: "hunter2") { id } }`, "ValuesOfCorrectType", `A value of the type Where is required.`,
		""},
	{`{ unit(one: {a: 1, b: 2}) { id } }`, "ValuesOfCorrectType",
		`The input One requires exactly one field.`, ""},
	{`{ unit(one: {a: null}) { id } }`, "ValuesOfCorrectType",
		`The field a of the input One must not be null.`, ""},
	{`{ unit(n: "hunter2") { id } }`, "ValuesOfCorrectType", `A value of the type Int is required.`, ""},
	{`{ unit(f: "hunter2") { id } }`, "ValuesOfCorrectType", `A value of the type Float is required.`, ""},
	{`{ unit(b: "hunter2") { id } }`, "ValuesOfCorrectType", `A value of the type Boolean is required.`, ""},
	{`{ unit(s: 12345) { id } }`, "ValuesOfCorrectType", `A value of the type String is required.`, ""},
	{`{ unit(i: 1.5) { id } }`, "ValuesOfCorrectType", `A value of the type ID is required.`, ""},
	{`query($u: Unit) { unit(n: $u) { id } }`, "VariablesAreInputTypes",
		`The variable $u cannot have the type Unit, which is not an input type.`, ""},
	{`query($s: String) { unit(n: $s) { id } }`, "VariablesInAllowedPosition",
		`The variable $s has the type String, but Int is required here.`, ""},
	{`query($n: Int) { unit(one: {a: $n}) { id } }`, "VariablesInAllowedPosition",
		`The variable $n has the type Int, but must be non-null here.`, ""},
}

func TestValidationErrorMessage(t *testing.T) {
	// Required names that were not sent are included only where suggestions are.
	kept := map[string]string{`{ unit { size } }`: "A required argument is missing.",
		`{ unit(where: {}) { id } }`: "A value does not have the required type."}
	seen := map[string]bool{}
	for _, tc := range validationCases {
		err := validationError(t, tc.document, tc.rule)
		seen[err.Rule] = true
		plain, params := gqlmessage.ValidationErrorMessage(err, "en", false)
		if want := cmp.Or(kept[tc.document], tc.en); plain != want || kept[tc.document] != "" &&
			len(params) != 1 || params["rule"] != tc.rule || params["suggestions"] != nil {
			t.Errorf("%s: %q %v, want %q of %s (%v)", tc.document, plain, params, tc.en, tc.rule, err)
		}
		full, params := gqlmessage.ValidationErrorMessage(err, "en", true)
		if !hasSuggestion(full, tc.en, tc.suggested) || (params["suggestions"] != nil) != (tc.suggested != "") {
			t.Errorf("%s: %q %v, want %q", tc.document, full, params, tc.en+tc.suggested)
		}
		vietnamese, _ := gqlmessage.ValidationErrorMessage(err, "vi", true)
		if strings.Contains(vietnamese, "The ") || strings.ContainsAny(vietnamese+full, "{}") ||
			strings.Contains(vietnamese, "bạn muốn") != (tc.suggested != "") {
			t.Errorf("%s: in Vietnamese %q", tc.document, vietnamese)
		}
		if strings.Contains(full+fmt.Sprint(params), "hunter2") || strings.Contains(full, "12345") {
			t.Errorf("%s is repeated: %q", tc.document, full)
		}
	}
	for rule := range rules.NewDefaultRules().GetInner() {
		if !seen[rule] {
			t.Errorf("no example of %s", rule)
		}
	}
}

// hasSuggestion accepts further suggested names after the first: gqlparser takes them from a map.
func hasSuggestion(full, plain, suggested string) bool {
	if suggested == "" {
		return full == plain
	}
	first := strings.FieldsFunc(suggested, func(r rune) bool { return strings.ContainsRune(" ,?", r) })
	return strings.HasPrefix(full, plain+" Did you mean ") && strings.Contains(full, first[3])
}

// A rule with an unknown message uses its own fallback text in both languages, and an unknown rule the
// general one.
func TestValidationErrorMessage_EveryRule(t *testing.T) {
	texts := map[string]string{}
	all := rules.NewDefaultRules().GetInner()
	for _, r := range []string{rules.FieldsOnCorrectTypeRuleWithoutSuggestions.Name,
		rules.ScalarLeafsRuleWithoutSuggestions.Name,
		rules.ValuesOfCorrectTypeRuleWithoutSuggestions.Name,
		rules.KnownArgumentNamesRuleWithoutSuggestions.Name,
		rules.KnownTypeNamesRuleWithoutSuggestions.Name} {
		all[r] = nil
	}
	unknown, _ := gqlmessage.ValidationErrorMessage(
		&gqlerror.Error{Rule: "Tomorrow", Message: "hunter2"}, "en", true,
	)
	for rule := range all {
		for _, language := range []string{"vi", "en"} {
			message, params := gqlmessage.ValidationErrorMessage(
				&gqlerror.Error{Rule: rule, Message: "hunter2"}, language, true,
			)
			if message == "" || message == unknown || texts[message] != "" &&
				texts[message] != strings.TrimSuffix(rule, "WithoutSuggestions") ||
				strings.Contains(message, "hunter2") {
				t.Errorf("%s, %s: %q, as %s", rule, language, message, texts[message])
			}
			texts[message] = strings.TrimSuffix(rule, "WithoutSuggestions")
			if params["rule"] != texts[message] || len(params) != 1 {
				t.Errorf("%s: %v", rule, params)
			}
		}
	}
	if unknown != "The operation is not valid for the schema." {
		t.Errorf("an unknown rule: %q", unknown)
	}
}

// The message names the path of a value; a key that is not a name and the value are not repeated.
func TestValidationErrorMessage_Variables(t *testing.T) {
	doc := gqlparser.MustLoadQueryWithRules(schema,
		`query($w: Where!, $k: Kind, $n: Int) { unit(where: $w, of: $k, n: $n) { id } }`,
		rules.NewDefaultRules()).Operations[0]
	long := strings.Repeat("a", 100)
	for _, tc := range []struct {
		variables map[string]any
		at, en    string
	}{
		{nil, "w", "w requires a value."},
		{map[string]any{"w": nil}, "w", "w must not be null."},
		{map[string]any{"w": map[string]any{"code": "x", "or": []any{map[string]any{}}}}, "w.or[0].code",
			"w.or[0].code requires a value."},
		{map[string]any{"w": map[string]any{"code": "x", "sizes": 1}}, "w.sizes",
			"The input has no field w.sizes."},
		{map[string]any{"w": map[string]any{"code": "x", "<script>hunter2": 1}}, "w.…",
			"The input has no field w.…."},
		{map[string]any{"w": map[string]any{"code": "x", long: 1}}, "w." + long[:64] + "…",
			"The input has no field w." + long[:64] + "…."},
		{map[string]any{"w": "hunter2"}, "w", "The value of w does not have the required type."},
		{map[string]any{"w": map[string]any{"code": "x"}, "k": "hunter2"}, "k",
			"The value of k does not have the required type."},
		{map[string]any{"w": map[string]any{"code": "x"}, "n": "hunter2"}, "n",
			"The value of n does not have the required type."},
	} {
		_, err := validator.VariableValues(schema, doc, tc.variables)
		var given *gqlerror.Error
		if !errors.As(err, &given) {
			t.Fatalf("%v: %v", tc.variables, err)
		}
		kept, params := gqlmessage.ValidationErrorMessage(given, "en", false)
		if strings.Contains(kept+fmt.Sprint(params), "code") {
			t.Errorf("%v: a name that was not sent is shown: %q %v", tc.variables, kept, params)
		}
		message, params := gqlmessage.ValidationErrorMessage(given, "en", true)
		if message != tc.en || params["variable"] != tc.at || params["rule"] != "VariableValues" {
			t.Errorf("%v: %q %v, want %q", tc.variables, message, params, tc.en)
		}
	}
	deep := ast.Path{ast.PathName("variable")}
	for range 1000 {
		deep = append(deep, ast.PathName("not"), ast.PathIndex(7))
	}
	if message, _ := gqlmessage.ValidationErrorMessage(&gqlerror.Error{Path: deep, Message: "cannot be null"},
		"vi",
		true); len(message) > 200 || !strings.HasPrefix(message, "not[7].not") {
		t.Errorf("a deep place: %q", message)
	}
}

func TestParseErrorMessage(t *testing.T) {
	const malformed = `TOKEN The document cannot be parsed: a character, number or string is malformed.`
	for document, want := range map[string]string{
		`{ unit(`:                         `UNEXPECTED The document cannot be parsed: expected Name, found <EOF>.`,
		`{ unit ] }`:                      `UNEXPECTED The document cannot be parsed: expected Name, found ].`,
		`hunter2 { unit }`:                `UNEXPECTED The document cannot be parsed: unexpected Name.`,
		`fragment A in Unit {`:            `UNEXPECTED The document cannot be parsed: expected on, found Name.`,
		`{ unit(s: 'x') }`:                malformed,
		`{ unit(s: "hunter2`:              malformed,
		`{ unit(s: "hunter2\x") }`:        malformed,
		`{ unit(s: "\uhunter2hunter2") }`: malformed,
		`{ unit(n: 01) }`:                 malformed,
		`{ unit; hunter2 }`:               malformed,
		"{ unit \x01 }":                   malformed,
		``:                                ``,
	} {
		_, err := parser.ParseQuery(&ast.Source{Input: document})
		var given *gqlerror.Error
		ok := errors.As(err, &given)
		if want == "" && err == nil {
			continue
		}
		if !ok {
			t.Fatalf("%s: %v", document, err)
		}
		message, params := gqlmessage.ParseErrorMessage(given, "en")
		if got := fmt.Sprint(params["reason"], " ", message); got != want ||
			strings.Contains(fmt.Sprint(params), "hunter2") {
			t.Errorf("%s: %q %v, want %q (%v)", document, got, params, want, given)
		}
		if vi, _ := gqlmessage.ParseErrorMessage(given, "vi"); !strings.HasPrefix(
			vi, "Tài liệu GraphQL sai cú pháp",
		) {
			t.Errorf("%s: %q", document, vi)
		}
	}
	if message, params := gqlmessage.ParseErrorMessage(&gqlerror.Error{Message: "Expected hunter2, found " +
		"hunter2"},
		"en"); message != "The document cannot be parsed." || params["reason"] != "SYNTAX" {
		t.Errorf("%q %v", message, params)
	}
	for _, of := range []string{`Invalid character escape sequence: \hunter2`,
		`Cannot parse the unexpected character "h".`, `Unterminated string.`} {
		if message, params := gqlmessage.ParseErrorMessage(&gqlerror.Error{Message: of}, "en"); "TOKEN "+
			message != malformed || params["reason"] != "TOKEN" {
			t.Errorf("%s: %q %v", of, message, params)
		}
	}
	if message, _ := gqlmessage.ValidationErrorMessage(&gqlerror.Error{Message: "no operation provided"}, "en",
		true); message != "The document has no operation." {
		t.Error(message)
	}
}

var secretPattern = regexp.MustCompile(`[A-Za-z]{6,}[0-9]{4}`)

// No text, number or key that a client sends is repeated, wherever it is and even if it imitates gqlparser's
// messages.
func TestMessages_OmitClientInput(t *testing.T) {
	names := []string{`". Did you mean "secret1234"?`, ` Did you mean "secret1234"?`, `secret1234`,
		`" does not exist in "secret1234" enum.`, `\" Did you mean \"secret1234\"?`, "\\u0022secret1234",
		"\"\"secret1234"}
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.SampledFrom(names), rapid.String()).Draw(t, "value")
		argument := rapid.SampledFrom([]string{"n", "of", "f", "b", "where", "one"}).Draw(t, "argument")
		literal := fmt.Sprintf("%q", value)
		if rapid.Bool().Draw(t, "block") && !strings.Contains(value, `"`) && !strings.Contains(value, `\`) {
			literal = `"""` + value + `"""`
		}
		_, errs := gqlparser.LoadQueryWithRules(schema, "{ unit("+argument+": "+literal+") { id } }",
			rules.NewDefaultRules())
		for _, err := range errs {
			for _, tell := range []func() (string, map[string]any){
				func() (string, map[string]any) { return gqlmessage.ValidationErrorMessage(err, "en", true) },
				func() (string, map[string]any) { return gqlmessage.ParseErrorMessage(err, "en") },
			} {
				if message, params := tell(); secretPattern.MatchString(message) ||
					secretPattern.MatchString(fmt.Sprint(params)) {
					t.Fatalf("%q: %q %v", literal, message, params)
				}
			}
		}
	})
}
