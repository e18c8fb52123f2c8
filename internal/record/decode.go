package record

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"thidua/internal/registry"
)

// Decoding is done here because the library's decoder stops at the first error, accepts near misses (a number
// for a text, an empty key) and loses the lines, which are needed for checking references.

// entry is the context of a value: the type of its row, and its key.
type entry struct {
	form
	key string
}

// readMapping fills a row.
func (r *reader) mapping(n ast.Node, row reflect.Value) {
	pairs, ok := pairsOf(n)
	if !ok {
		r.wrong(n, "expected a row of keys and values, found %s", called(n))
		return
	}
	t := row.Type()
	f := forms[t]
	at := map[string]place{"": r.place(n)}
	r.at[row.Addr().Interface()] = at
	for _, pair := range pairs {
		key, ok := pair.Key.(*ast.StringNode)
		if !ok {
			r.wrong(pair.Key, "expected a key, found %s", called(pair.Key))
			continue
		}
		i, ok := field(t, key.Value)
		if !ok {
			r.wrong(key, "the key %q is unknown; a row of %v has %s", key.Value, f.kind, keysOf(t))
			continue
		}
		at[key.Value] = r.place(key)
		r.value(pair.Value, row.Field(i), entry{f, key.Value})
	}
	r.complete(row, f, at)
}

// finishRow checks required keys, sets defaults of enums, and registers the row's code and unique keys.
func (r *reader) complete(row reflect.Value, f form, at map[string]place) {
	this, t := row.Addr().Interface(), row.Type()
	for key := range strings.FieldsSeq(f.needs) {
		if _, given := at[key]; !given {
			r.refuse(this, key, "the key %q is missing", key)
		}
	}
	for i := range t.NumField() {
		key := t.Field(i).Tag.Get("yaml")
		if terms, ok := termsOf(f.kind, key); ok && row.Field(i).Kind() == reflect.String && row.Field(i).
			String() == "" {
			row.Field(i).SetString(terms.missing)
		}
	}
	if text := textOf(row, f.code); text != "" {
		r.codes[code{f.kind, text}] = at[""]
		r.once(this, f.code, fmt.Sprintf("%v %s", f.kind, text))
	}
	if text := textOf(row, f.key); text != "" {
		r.once(this, "", fmt.Sprintf("%v %s", f.kind, text))
	}
}

// keyText formats the values of some keys of a row.
func textOf(row reflect.Value, keys string) string {
	var texts []string
	for key := range strings.FieldsSeq(keys) {
		if i, ok := field(row.Type(), key); ok && !row.Field(i).IsZero() {
			texts = append(texts, fmt.Sprintf("%s %v", key, row.Field(i)))
		}
	}
	return strings.TrimPrefix(strings.Join(texts, ", "), keys+" ") // a single key is omitted
}

// readValue fills a key of a row, or one entry of its list.
func (r *reader) value(n ast.Node, v reflect.Value, e entry) {
	if _, null := n.(*ast.NullNode); null {
		r.wrong(n, "%s has no value; omit the key", e.key)
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		r.list(n, v, e)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.value(n, v.Elem(), e)
	case reflect.Struct:
		if _, known := forms[v.Type()]; !known { // a date or a decimal
			r.scalar(n, v, e)
			return
		}
		if cite, ok := v.Addr().Interface().(*registry.Cite); ok && r.shortCite(n, cite) {
			return
		}
		r.mapping(n, v)
	default:
		r.scalar(n, v, e)
	}
}

func (r *reader) list(n ast.Node, v reflect.Value, e entry) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		r.wrong(n, "%s must be a list, as in [a, b]", e.key)
		return
	}
	if len(list.Values) == 0 {
		r.wrong(n, "%s is empty; omit the key", e.key)
	}
	// Allocated with its final length, because rows are identified by their addresses.
	v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
	for i, node := range list.Values {
		r.value(node, v.Index(i), e)
	}
}

// mappingPairs returns the keys and values of a mapping; false for any other node.
func pairsOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// nodeTypeName returns the type of a node, for messages.
func called(n ast.Node) string { return strings.ToLower(n.Type().String()) }
