package exec

import (
	"bytes"
	"context"
	"io"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// FieldSet holds the fields of one object of the response.
type FieldSet struct {
	fields   []graphql.CollectedField
	Values   []graphql.Marshaler
	Invalids uint32 // number of non-null fields that are null; updated atomically
	pending  []pendingField
	inline   [8]graphql.Marshaler // storage of Values of most objects, in the same allocation
}

// pendingField is a field whose resolver may wait for the database.
type pendingField struct {
	i       int
	resolve func(context.Context) graphql.Marshaler
}

// NewFieldSet returns a FieldSet with space for the values of fields.
func NewFieldSet(fields []graphql.CollectedField) *FieldSet {
	s := &FieldSet{fields: fields}
	if len(fields) <= len(s.inline) {
		s.Values = s.inline[:len(fields)]
	} else {
		s.Values = make([]graphql.Marshaler, len(fields))
	}
	return s
}

// Concurrently defers a field to Dispatch.
func (s *FieldSet) Concurrently(i int, resolve func(context.Context) graphql.Marshaler) {
	s.pending = append(s.pending, pendingField{i, resolve})
}

// Dispatch resolves the deferred fields, concurrently if that can save time.
func (s *FieldSet) Dispatch(ctx context.Context) {
	if len(s.pending) == 0 {
		return
	}
	last := len(s.pending) - 1
	if last == 0 || !mayLoadForSiblings(ctx) {
		for _, w := range s.pending {
			s.Values[w.i] = w.resolve(ctx)
		}
		return
	}
	var others sync.WaitGroup
	for _, w := range s.pending[:last] {
		others.Go(func() { s.Values[w.i] = w.resolve(ctx) })
	}
	s.Values[s.pending[last].i] = s.pending[last].resolve(ctx)
	others.Wait()
}

// mayLoadForSiblings reports whether an object may load data for its siblings: it is in no list, or the first
// element of each list.
func mayLoadForSiblings(ctx context.Context) bool {
	for fc := graphql.GetFieldContext(ctx); fc != nil; fc = fc.Parent {
		if fc.Index != nil && *fc.Index > 0 {
			return false
		}
	}
	return true
}

// MarshalGQL writes the object. Names consist of letters, digits and underscores, and need no escaping.
func (s *FieldSet) MarshalGQL(w io.Writer) {
	b, ok := w.(*bytes.Buffer)
	if !ok {
		b = new(bytes.Buffer)
		defer func() { _, _ = w.Write(b.Bytes()) }() // gqlgen's writers do not fail
	}
	open := byte('{')
	for i := range s.fields {
		if s.isDuplicate(i) {
			continue
		}
		b.WriteByte(open)
		b.WriteByte('"')
		b.WriteString(s.fields[i].Alias)
		b.WriteString(`":`)
		s.Values[i].MarshalGQL(b)
		open = ','
	}
	if open == '{' {
		b.WriteByte('{')
	}
	b.WriteByte('}')
}

// isDuplicate reports whether an earlier field has the same name: it is then the same field, selected both on
// an interface and on its type.
func (s *FieldSet) isDuplicate(i int) bool {
	for j := range s.fields[:i] {
		if s.fields[j].Alias == s.fields[i].Alias {
			return true
		}
	}
	return false
}
