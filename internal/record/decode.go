package record

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"thidua/internal/registry"
)

// The reader has its own way from nodes to inputs, because the library's stops at the first fault, takes what is nearly
// right (a number for a text, a key that is empty), and forgets the lines, which references need later.

// entry is a value on its way into a row: what the row is, and which key.
type entry struct {
	form
	key string
}

// mapping fills a row.
func (r *reader) mapping(n ast.Node, row reflect.Value) {
	pairs, ok := pairsOf(n)
	if !ok {
		r.wrong(n, "a row of keys and values belongs here; found %s", called(n))
		return
	}
	t := row.Type()
	f := forms[t]
	at := map[string]place{"": r.place(n)}
	r.at[row.Addr().Interface()] = at
	for _, pair := range pairs {
		key, ok := pair.Key.(*ast.StringNode)
		if !ok {
			r.wrong(pair.Key, "a key belongs here; found %s", called(pair.Key))
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

// complete looks at a row as a whole: what is left out, and what it is known by.
func (r *reader) complete(row reflect.Value, f form, at map[string]place) {
	this, t := row.Addr().Interface(), row.Type()
	for key := range strings.FieldsSeq(f.needs) {
		if _, given := at[key]; !given {
			r.refuse(this, key, "the key %q is left out", key)
		}
	}
	for i := range t.NumField() {
		key := t.Field(i).Tag.Get("yaml")
		if terms, ok := termsOf(f.kind, key); ok && row.Field(i).Kind() == reflect.String && row.Field(i).String() == "" {
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

// textOf is the text of some keys of a row together.
func textOf(row reflect.Value, keys string) string {
	var texts []string
	for key := range strings.FieldsSeq(keys) {
		if i, ok := field(row.Type(), key); ok && !row.Field(i).IsZero() {
			texts = append(texts, fmt.Sprintf("%s %v", key, row.Field(i)))
		}
	}
	return strings.TrimPrefix(strings.Join(texts, ", "), keys+" ") // a single key goes without its name
}

// value fills a key of a row, or one entry of its list.
func (r *reader) value(n ast.Node, v reflect.Value, e entry) {
	if _, null := n.(*ast.NullNode); null {
		r.wrong(n, "%s has no value; leave the key out", e.key)
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
		r.wrong(n, "%s is a list, as in [a, b]", e.key)
		return
	}
	if len(list.Values) == 0 {
		r.wrong(n, "%s is empty; leave the key out", e.key)
	}
	// Made as long as it will be: the book knows rows by their addresses.
	v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
	for i, node := range list.Values {
		r.value(node, v.Index(i), e)
	}
}

// pairsOf are the keys and values of a mapping; false for anything else.
func pairsOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// called is what a node is, for people.
func called(n ast.Node) string { return strings.ToLower(n.Type().String()) }
