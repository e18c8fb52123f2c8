package command_test

import (
	"maps"
	"testing"

	"thidua/internal/command"
	"thidua/internal/fault"
)

// What is above its maximum is rejected with the maximum and the actual value.
func TestValidator_AtMost(t *testing.T) {
	err := command.Validate("abcd", func(in string, v *command.Validator) {
		v.AtMost("short", len(in), 4)
		v.Element("posts", 2).AtMost("title", len(in), 3)
	})
	want := map[string]any{"reason": "posts[2].title: TOO_LARGE", "max": 3, "value": 4}
	known, ok := fault.FromError(err)
	if !ok || known.Code() != fault.BadInput.Code() || !maps.Equal(known.Params(), want) {
		t.Errorf("got %v, want BAD_INPUT with %v", err, want)
	}
}
