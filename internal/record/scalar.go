package record

import (
	"encoding"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"thidua/internal/vi"
)

var (
	wholeForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})$`)
	codeForm  = regexp.MustCompile(`^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$`)
)

// readScalar fills a key with a single value, and records what it refers to.
func (r *reader) scalar(n ast.Node, v reflect.Value, e entry) {
	text, ok := "", false
	switch v.Kind() {
	case reflect.Bool:
		b, isBool := n.(*ast.BoolNode)
		if !isBool {
			r.wrong(n, "%s must be true or false", e.key)
			return
		}
		v.SetBool(b.Value)
		return
	case reflect.Int:
		if y, isYear := v.Addr().Interface().(*vi.SchoolYear); isYear {
			text, ok = r.text(n, e)
			ok = ok && r.parsed(n, text, e, func() (err error) { *y, err = vi.ParseSchoolYear(text); return })
			break
		}
		text, ok = r.whole(n, v, e)
	default:
		text, ok = r.text(n, e)
		if u, parses := v.Addr().Interface().(encoding.TextUnmarshaler); ok && parses {
			r.parsed(n, text, e, func() error { return u.UnmarshalText([]byte(text)) })
			return
		}
		if ok = ok && r.sound(n, text, e); ok {
			v.SetString(text)
		}
	}
	if kind, refers := e.refs[e.key]; ok && refers {
		r.uses = append(r.uses, use{code{kind, text}, r.place(n)})
	}
}

// readText returns the text of a node. A number is rejected: 7.40 would already have lost its last digit.
func (r *reader) text(n ast.Node, e entry) (string, bool) {
	text := ""
	switch n := n.(type) {
	case *ast.StringNode:
		text = n.Value
	case *ast.LiteralNode:
		text = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		r.wrong(n, "%s must be a text; put %s in quotes", e.key, n.GetToken().Value)
		return "", false
	default:
		r.wrong(n, "%s must be a text, not %s", e.key, called(n))
		return "", false
	}
	switch {
	case text == "":
		r.wrong(n, "%s is empty; omit the key", e.key)
	case vi.Clean(text) != text:
		r.wrong(n, "%s is not one line of clean text: NFC, single plain spaces, trimmed", e.key)
	default:
		return text, true
	}
	return "", false
}

// isAllowedText checks the values of enums and codes.
func (r *reader) sound(n ast.Node, text string, e entry) bool {
	if terms, ok := termsOf(e.kind, e.key); ok && !slices.Contains(terms.values, text) {
		r.wrong(n, "%s cannot be %s; use one of %s", e.key, text, strings.Join(terms.values, ", "))
		return false
	}
	if e.key == "code" && !codeForm.MatchString(text) {
		r.wrong(n, "the code %q does not consist of ASCII letters and digits joined by - or _", text)
		return false
	}
	return true
}

// parseInto records the error of parsing a value.
func (r *reader) parsed(n ast.Node, text string, e entry, parse func() error) bool {
	if err := parse(); err != nil {
		r.wrong(n, "%s: %q is %v", e.key, text, err)
		return false
	}
	return true
}

// readWhole reads an integer in plain digits: YAML also accepts 0x10 and 1_000.
func (r *reader) whole(n ast.Node, v reflect.Value, e entry) (string, bool) {
	digits := n.GetToken().Value
	if _, ok := n.(*ast.IntegerNode); !ok || !wholeForm.MatchString(digits) {
		r.wrong(n, "%s must be a whole number, without dots or quotes", e.key)
		return "", false
	}
	i, _ := strconv.Atoi(digits) // at most nine digits
	if i == 0 && e.key != "numerator" {
		r.wrong(n, "%s must be at least 1; omit the key for none", e.key)
		return "", false
	}
	v.SetInt(int64(i))
	return digits, true
}
