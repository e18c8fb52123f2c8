package view

import (
	"io"

	"entgo.io/contrib/entgql"
	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/cursor"
	"thidua/internal/gid"
)

// MarshalCursor marshals the position of a row in a list.
func MarshalCursor(c entgql.Cursor[gid.ID]) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, `"`+cursor.Format(c)+`"`) })
}

// UnmarshalCursor unmarshals a cursor that a list returned. Its error for any other value is
// cursor.ErrInvalid.
func UnmarshalCursor(v any) (entgql.Cursor[gid.ID], error) {
	text, ok := v.(string)
	if !ok {
		return entgql.Cursor[gid.ID]{}, cursor.ErrInvalid
	}
	return cursor.Parse(text)
}
