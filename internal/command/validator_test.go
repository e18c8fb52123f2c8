package command_test

import (
	"maps"
	"reflect"
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

// All invalid fields are reported, each with its first error only.
func TestValidate_AllFields(t *testing.T) {
	err := command.Validate([]string{"", "ok", " x"}, func(in []string, v *command.Validator) {
		for i, title := range in {
			v.Element("items", i).Text("title", title)
		}
		nested := v.Nested("site")
		nested.Code("code", "") // empty, and not a code
		nested.AtMost("delegates", 5, 4)
	})
	known, _ := fault.FromError(err)
	want := []fault.InvalidField{
		{Path: "items[0].title", Code: "EMPTY"},
		{Path: "items[2].title", Code: "UNCLEAN"},
		{Path: "site.code", Code: "EMPTY"},
		{Path: "site.delegates", Code: "TOO_LARGE", Params: map[string]any{"max": 4, "value": 5}},
	}
	if known == nil || !reflect.DeepEqual(known.Fields(), want) {
		t.Fatalf("got %v, want %v", err, want)
	}
	if known.Params()["reason"] != "items[0].title: EMPTY" {
		t.Errorf("the reason is not that of the first field: %v", known.Params())
	}
	tooMany := command.Validate(60, func(n int, v *command.Validator) {
		for i := range n {
			v.Element("items", i).Text("title", "")
		}
	})
	if known, _ := fault.FromError(tooMany); len(known.Fields()) != 50 {
		t.Errorf("%d fields are reported", len(known.Fields()))
	}
}
