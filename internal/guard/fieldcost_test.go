package guard_test

import (
	"strings"
	"testing"

	"thidua/internal/guard"
)

// Each list of introspection is built anew, so a hundred of them cost more than an anonymous caller may use.
func TestEstimateCost_IntrospectionLists(t *testing.T) {
	const list = ":fields{name} "
	hundred := "{__schema{types{" + repeatFormat(100, "a%d"+list) + "}}}"
	if cost, most := estimateOf(t, hundred, nil).Cost, guard.DefaultLimits().AnonymousCost; cost <= most {
		t.Errorf("a hundred lists of each type cost %d, the limit is %d", cost, most)
	}
}

// Each row of the response repeats the name of a field.
func TestEstimateCost_ResponseNames(t *testing.T) {
	cost := func(alias string) int {
		return estimateOf(t, "{units(first:100){edges{node{"+alias+":name}}}}", nil).Cost
	}
	short, long := cost(strings.Repeat("x", 32)), cost(strings.Repeat("x", 256))
	if short != cost("x") {
		t.Errorf("32 bytes cost %d, one %d", short, cost("x"))
	}
	if perRow := (long - short) / 100; perRow < 4 || perRow > 5 {
		t.Errorf("256 bytes cost %d a row more than 32", perRow)
	}
	one := estimateOf(t, "{"+strings.Repeat("x", 256)+":viewer{kind}}", nil).Cost
	if more := one - estimateOf(t, "{x:viewer{kind}}", nil).Cost; more < 4 || more > 5 {
		t.Errorf("the name of an object costs %d more", more)
	}
}
