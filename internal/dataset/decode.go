package dataset

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
	rowType
	key string
}

// readMapping fills a row.
func (r *reader) readMapping(n ast.Node, row reflect.Value) {
	pairs, ok := mappingPairs(n)
	if !ok {
		r.rejectNode(n, "expected a row of keys and values, found %s", nodeTypeName(n))
		return
	}
	t := row.Type()
	f := rowTypes[t]
	at := map[string]position{"": r.nodePosition(n)}
	r.positions[row.Addr().Interface()] = at
	for _, pair := range pairs {
		key, ok := pair.Key.(*ast.StringNode)
		if !ok {
			r.rejectNode(pair.Key, "expected a key, found %s", nodeTypeName(pair.Key))
			continue
		}
		i, ok := fieldIndex(t, key.Value)
		if !ok {
			r.rejectNode(key, "the key %q is unknown; a row of %v has %s", key.Value, f.kind, yamlKeys(t))
			continue
		}
		at[key.Value] = r.nodePosition(key)
		r.readValue(pair.Value, row.Field(i), entry{f, key.Value})
	}
	r.finishRow(row, f, at)
}

// finishRow checks required keys, sets defaults of enums, and registers the row's code and unique keys.
func (r *reader) finishRow(row reflect.Value, f rowType, at map[string]position) {
	this, t := row.Addr().Interface(), row.Type()
	for key := range strings.FieldsSeq(f.required) {
		if _, given := at[key]; !given {
			r.reject(this, key, "the key %q is missing", key)
		}
	}
	for i := range t.NumField() {
		key := t.Field(i).Tag.Get("yaml")
		if terms, ok := enumValuesOf(f.kind, key); ok && row.Field(i).Kind() == reflect.String &&
			row.Field(i).
				String() == "" {
			row.Field(i).SetString(terms.defaultValue)
		}
	}
	if text := keyText(row, f.code); text != "" {
		r.codes[codeKey{f.kind, text}] = at[""]
		r.requireUnique(this, f.code, fmt.Sprintf("%v %s", f.kind, text))
	}
	if text := keyText(row, f.key); text != "" {
		r.requireUnique(this, "", fmt.Sprintf("%v %s", f.kind, text))
	}
}

// keyText formats the values of some keys of a row.
func keyText(row reflect.Value, keys string) string {
	var texts []string
	for key := range strings.FieldsSeq(keys) {
		if i, ok := fieldIndex(row.Type(), key); ok && !row.Field(i).IsZero() {
			texts = append(texts, fmt.Sprintf("%s %v", key, row.Field(i)))
		}
	}
	return strings.TrimPrefix(strings.Join(texts, ", "), keys+" ") // a single key is omitted
}

// readValue fills a key of a row, or one entry of its list.
func (r *reader) readValue(n ast.Node, v reflect.Value, e entry) {
	if _, null := n.(*ast.NullNode); null {
		r.rejectNode(n, "%s has no value; omit the key", e.key)
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		r.readList(n, v, e)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.readValue(n, v.Elem(), e)
	case reflect.Struct:
		if _, known := rowTypes[v.Type()]; !known { // a date or a decimal
			r.readScalar(n, v, e)
			return
		}
		if cite, ok := v.Addr().Interface().(*registry.Cite); ok && r.readShortCitation(n, cite) {
			return
		}
		r.readMapping(n, v)
	default:
		r.readScalar(n, v, e)
	}
}

func (r *reader) readList(n ast.Node, v reflect.Value, e entry) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		r.rejectNode(n, "%s must be a list, as in [a, b]", e.key)
		return
	}
	if len(list.Values) == 0 {
		r.rejectNode(n, "%s is empty; omit the key", e.key)
	}
	// Allocated with its final length, because rows are identified by their addresses.
	v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
	for i, node := range list.Values {
		r.readValue(node, v.Index(i), e)
	}
}

// mappingPairs returns the keys and values of a mapping; false for any other node.
func mappingPairs(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// nodeTypeName returns the type of a node, for messages.
func nodeTypeName(n ast.Node) string { return strings.ToLower(n.Type().String()) }
