package exec

import (
	"bytes"
	"context"
	"io"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// FieldSet is the fields of one object of the answer.
type FieldSet struct {
	fields   []graphql.CollectedField
	Values   []graphql.Marshaler
	Invalids uint32 // non-null fields that came out null; changed atomically
	waiting  []waiting
	few      [8]graphql.Marshaler // Values of most objects, in the same piece of memory
}

// waiting is a field whose resolver may wait for the database.
type waiting struct {
	i       int
	resolve func(context.Context) graphql.Marshaler
}

// NewFieldSet makes room for the values of fields.
func NewFieldSet(fields []graphql.CollectedField) *FieldSet {
	s := &FieldSet{fields: fields}
	if len(fields) <= len(s.few) {
		s.Values = s.few[:len(fields)]
	} else {
		s.Values = make([]graphql.Marshaler, len(fields))
	}
	return s
}

// Concurrently leaves a field to Dispatch.
func (s *FieldSet) Concurrently(i int, resolve func(context.Context) graphql.Marshaler) {
	s.waiting = append(s.waiting, waiting{i, resolve})
}

// Dispatch resolves the fields that were left to it, side by side where that can save time.
func (s *FieldSet) Dispatch(ctx context.Context) {
	if len(s.waiting) == 0 {
		return
	}
	last := len(s.waiting) - 1
	if last == 0 || !loads(ctx) {
		for _, w := range s.waiting {
			s.Values[w.i] = w.resolve(ctx)
		}
		return
	}
	var others sync.WaitGroup
	for _, w := range s.waiting[:last] {
		others.Go(func() { s.Values[w.i] = w.resolve(ctx) })
	}
	s.Values[s.waiting[last].i] = s.waiting[last].resolve(ctx)
	others.Wait()
}

// loads says whether an object may be one that loads for others: it is in no list, or the first of each.
func loads(ctx context.Context) bool {
	for fc := graphql.GetFieldContext(ctx); fc != nil; fc = fc.Parent {
		if fc.Index != nil && *fc.Index > 0 {
			return false
		}
	}
	return true
}

// MarshalGQL writes the object. Names are letters, digits and underscores: they need no escapes.
func (s *FieldSet) MarshalGQL(w io.Writer) {
	b, ok := w.(*bytes.Buffer)
	if !ok {
		b = new(bytes.Buffer)
		defer func() { _, _ = w.Write(b.Bytes()) }() // gqlgen's writers have no errors to give
	}
	open := byte('{')
	for i := range s.fields {
		if s.seen(i) {
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

// seen says whether an earlier field has the same name: then it is the same field, of an interface and of its type.
func (s *FieldSet) seen(i int) bool {
	for j := range s.fields[:i] {
		if s.fields[j].Alias == s.fields[i].Alias {
			return true
		}
	}
	return false
}
