package guard_test

import (
	"strings"
	"testing"

	"thidua/internal/guard"
)

// Unknown fields are counted once as written, in operations of every kind, in fragments, and without a type;
// below an unknown field nothing is known.
func TestCheck_UnknownFields(t *testing.T) {
	for text, want := range map[string]int{
		"{viewer{kind __typename}}": 0,
		"{viewer{x y}}":             2,
		"{x{y{z}}}":                 1,
		"{...A ...A} fragment A on Query{x ...{y}}":                                           2,
		"{viewer{kind}} fragment A on Viewer{x}":                                              1,
		"{... on Nothing{x}}":                                                                 0,
		"{viewer{kind}} fragment A on Nothing{x}":                                             1,
		"{viewer{kind}} fragment A on " + strings.Repeat("N", 320) + "{x} fragment A on X{y}": 12,
		"{search(text:\"a\"){x ... on Unit{y}}}":                                              2,
		"mutation{x}":                                                                         0,
		"subscription{x}":                                                                     0,
		"query{a:viewer{b:kind}}":                                                             0,
		"{__schema{types{name x}} __type(name:\"a\"){fields{y}}}":                             2,
	} {
		report, err := unlimited().Check(text, schema)
		if err != nil || report.UnknownFields != want {
			t.Errorf("%s: %d, want %d (%v)", text, report.UnknownFields, want, err)
		}
	}
	_, err := guard.DefaultLimits().Check("{viewer{"+repeatFormat(500, "x%d ")+"}}", schema)
	if limit, _, _ := exceededLimit(t, err); limit != "unknown-fields" {
		t.Errorf("refused by %s", limit)
	}
	_, err = guard.DefaultLimits().Check("{viewer{kind}}"+repeatFormat(4,
		" fragment A%d on "+strings.Repeat("N", 250)+"{x}"), schema)
	if limit, _, _ := exceededLimit(t, err); limit != "unknown-fields" {
		t.Errorf("long types are refused by %s", limit)
	}
}
