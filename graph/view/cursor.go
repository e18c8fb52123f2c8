package view

import (
	"errors"
	"fmt"

	"entgo.io/contrib/entgql"
	"github.com/99designs/gqlgen/graphql"

	"thidua/internal/gid"
)

// maxCursor is the length of the longest cursor that is decoded, in bytes. It is several times the length of
// the longest one that a list returns; a longer one could only serve to make the decoder recurse.
const maxCursor = 8192

// MarshalCursor marshals the position of an edge in a list.
func MarshalCursor(c entgql.Cursor[gid.ID]) graphql.Marshaler { return c }

// UnmarshalCursor unmarshals a cursor that a list returned. It returns an error, never a panic, for any other
// value: the msgpack decoder of entgql panics on some input, such as a key that is given twice.
func UnmarshalCursor(v any) (c entgql.Cursor[gid.ID], err error) {
	if s, ok := v.(string); ok && len(s) > maxCursor {
		return c, errors.New("the cursor is too long")
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("cannot decode cursor: %v", p)
		}
	}()
	err = c.UnmarshalGQL(v)
	return c, err
}
