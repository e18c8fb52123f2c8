package gid

import (
	"errors"
	"regexp"
	"testing"
)

var (
	tableForm = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	typeForm  = regexp.MustCompile(`^([A-Z][a-z]+)+$`)
)

func TestKinds(t *testing.T) {
	all := Kinds()
	if len(all) != 35 || len(kinds) > 128 {
		t.Fatalf("%d kinds, numbers up to %d", len(all), len(kinds)-1)
	}
	tables, types := map[string]Kind{}, map[string]Kind{}
	for _, k := range all {
		if !tableForm.MatchString(k.Table()) || !typeForm.MatchString(k.Type()) || k.String() != k.Type() {
			t.Errorf("%d: table %q, type %q, printed %q", uint8(k), k.Table(), k.Type(), k)
		}
		if other, taken := tables[k.Table()]; taken {
			t.Errorf("%v and %v have the table %s", k, other, k.Table())
		}
		if other, taken := types[k.Type()]; taken {
			t.Errorf("%d and %d have the type %s", uint8(k), uint8(other), k.Type())
		}
		tables[k.Table()], types[k.Type()] = k, k
	}
}

// The numbers are repeated here because changing one is never right.
func TestKinds_NumbersStable(t *testing.T) {
	want := []string{
		"", "Province", "Unit", "Succession", "Cluster", "Membership", "Office", "Person", "Post", "Document",
		"Citation", "Discrepancy", "Topic", "Indicator", "Report", "IndicatorValue", "ReportSection",
		"Movement",
		"Conference", "Site", "Attendance", "AgendaItem", "Speech", "Proposal", "Directive", "Task",
		"HeadElection",
		"AwardKind", "Nomination", "Award", "Account", "Grant", "Token", "Announcement",
	}
	for number, name := range want {
		if got := Kind(number).Type(); got != name {
			t.Errorf("kind %d is %q, and was %q", number, got, name)
		}
	}
}

// An id is accepted only as one of its own kind.
func TestCheckKind(t *testing.T) {
	unit := Derive(Unit, "bac-ninh")
	if err := unit.CheckKind(Unit); err != nil {
		t.Error(err)
	}
	for _, id := range []ID{unit, 0, -1} {
		var rejected *Error
		if err := id.CheckKind(Report); !errors.As(err, &rejected) || rejected.Reason != ReasonOtherType {
			t.Errorf("%v as the id of a report: %v", id, err)
		}
	}
}
