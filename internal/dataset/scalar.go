package dataset

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
	wholeNumberPattern = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})$`)
	codePattern        = regexp.MustCompile(`^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$`)
)

// readScalar fills a key with a single value, and records what it refers to.
func (r *reader) readScalar(n ast.Node, v reflect.Value, e entry) {
	text, ok := "", false
	switch v.Kind() {
	case reflect.Bool:
		b, isBool := n.(*ast.BoolNode)
		if !isBool {
			r.rejectNode(n, "%s must be true or false", e.key)
			return
		}
		v.SetBool(b.Value)
		return
	case reflect.Int:
		if y, isYear := v.Addr().Interface().(*vi.SchoolYear); isYear {
			text, ok = r.readText(n, e)
			ok = ok && r.parseInto(n, text, e,
				func() (err error) { *y, err = vi.ParseSchoolYear(text); return })
			break
		}
		text, ok = r.readWhole(n, v, e)
	default:
		text, ok = r.readText(n, e)
		if u, parses := v.Addr().Interface().(encoding.TextUnmarshaler); ok && parses {
			r.parseInto(n, text, e, func() error { return u.UnmarshalText([]byte(text)) })
			return
		}
		if ok = ok && r.isAllowedText(n, text, e); ok {
			v.SetString(text)
		}
	}
	if kind, refers := e.refs[e.key]; ok && refers {
		r.references = append(r.references, reference{codeKey{kind, text}, r.nodePosition(n)})
	}
}

// readText returns the text of a node. A number is rejected: 7.40 would already have lost its last digit.
func (r *reader) readText(n ast.Node, e entry) (string, bool) {
	text := ""
	switch n := n.(type) {
	case *ast.StringNode:
		text = n.Value
	case *ast.LiteralNode:
		text = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		r.rejectNode(n, "%s must be a text; put %s in quotes", e.key, n.GetToken().Value)
		return "", false
	default:
		r.rejectNode(n, "%s must be a text, not %s", e.key, nodeTypeName(n))
		return "", false
	}
	switch {
	case text == "":
		r.rejectNode(n, "%s is empty; omit the key", e.key)
	case vi.Clean(text) != text:
		r.rejectNode(n, "%s is not one line of clean text: NFC, single plain spaces, trimmed", e.key)
	default:
		return text, true
	}
	return "", false
}

// isAllowedText checks the values of enums and codes.
func (r *reader) isAllowedText(n ast.Node, text string, e entry) bool {
	if terms, ok := enumValuesOf(e.kind, e.key); ok && !slices.Contains(terms.values, text) {
		r.rejectNode(n, "%s cannot be %s; use one of %s", e.key, text, strings.Join(terms.values, ", "))
		return false
	}
	if e.key == "code" && !codePattern.MatchString(text) {
		r.rejectNode(n, "the code %q does not consist of ASCII letters and digits joined by - or _", text)
		return false
	}
	return true
}

// parseInto records the error of parsing a value.
func (r *reader) parseInto(n ast.Node, text string, e entry, parse func() error) bool {
	if err := parse(); err != nil {
		r.rejectNode(n, "%s: %q is %v", e.key, text, err)
		return false
	}
	return true
}

// readWhole reads an integer in plain digits: YAML also accepts 0x10 and 1_000.
func (r *reader) readWhole(n ast.Node, v reflect.Value, e entry) (string, bool) {
	digits := n.GetToken().Value
	if _, ok := n.(*ast.IntegerNode); !ok || !wholeNumberPattern.MatchString(digits) {
		r.rejectNode(n, "%s must be a whole number, without dots or quotes", e.key)
		return "", false
	}
	i, _ := strconv.Atoi(digits) // at most nine digits
	if i == 0 && e.key != "numerator" {
		r.rejectNode(n, "%s must be at least 1; omit the key for none", e.key)
		return "", false
	}
	v.SetInt(int64(i))
	return digits, true
}
