package view_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"thidua/graph/view"
	"thidua/internal/cursor"
	"thidua/internal/gid"
)

func TestUnmarshalCursor(t *testing.T) {
	want := cursor.Cursor{ID: gid.Derive(gid.Unit, "a"), Value: cursor.Position{Values: []any{int64(1)}}}
	var b bytes.Buffer
	view.MarshalCursor(want).MarshalGQL(&b)
	var text string
	if err := json.Unmarshal(b.Bytes(), &text); err != nil {
		t.Fatal(err)
	}
	got, err := view.UnmarshalCursor(text)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for _, given := range []any{"", "?", 1, nil} {
		if c, err := view.UnmarshalCursor(given); !errors.Is(err, cursor.ErrInvalid) {
			t.Errorf("%v: %+v, %v", given, c, err)
		}
	}
}
