package viewer_test

import (
	"context"
	"errors"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/viewer"
)

func TestViewers(t *testing.T) {
	none := context.Background()
	operator := viewer.NewContext(none, viewer.Operator())
	for _, c := range []struct {
		name     string
		ctx      context.Context
		kind     viewer.Kind
		class    string
		operator bool
	}{
		{"nobody said", none, viewer.KindAnonymous, "public", false},
		{"the zero viewer", viewer.NewContext(none, viewer.Viewer{}), viewer.KindAnonymous, "public", false},
		{"anonymous", viewer.NewContext(none, viewer.Anonymous()), viewer.KindAnonymous, "public", false},
		{"operator", operator, viewer.KindOperator, "operator", true},
		{"anonymous inside operator", viewer.NewContext(operator, viewer.Anonymous()), viewer.KindAnonymous,
			"public", false},
		{"a derived context", context.WithoutCancel(operator), viewer.KindOperator, "operator", true},
	} {
		v := viewer.FromContext(c.ctx)
		if v.Kind() != c.kind || v.VisibilityClass() != c.class || v.IsOperator() != c.operator {
			t.Errorf("%s: kind %s, class %s, operator %v", c.name, v.Kind(), v.VisibilityClass(), v.IsOperator())
		}
		err := viewer.RequireOperator(c.ctx)
		if c.operator && err != nil || !c.operator && !errors.Is(err, fault.Forbidden) {
			t.Errorf("%s: RequireOperator = %v", c.name, err)
		}
	}
}

// Both forms of the anonymous viewer are equal, so viewers can be compared with ==.
func TestAnonymous_IsZeroViewer(t *testing.T) {
	if viewer.Anonymous() != (viewer.Viewer{}) || viewer.Anonymous() == viewer.Operator() {
		t.Error("Anonymous is not the zero Viewer, or is the operator")
	}
}
