package view_test

import (
	"strings"
	"testing"

	"thidua/graph/view"
)

// What a list did not return as a cursor is an error: keys given twice, lists within lists, other types.
func TestUnmarshalCursor_Errors(t *testing.T) {
	for name, given := range map[string]any{
		"key given twice":    "gqF20X00oXY0000",
		"nested lists":       strings.Repeat("kZGR", 2000) + "kA",
		"too long":           strings.Repeat("kZGR", 2_000_000) + "kA",
		"not base64":         "?",
		"empty":              "",
		"a number":           1,
		"an array too short": "3f////8",
	} {
		if c, err := view.UnmarshalCursor(given); err == nil {
			t.Errorf("%s: decoded as %+v", name, c)
		}
	}
}
