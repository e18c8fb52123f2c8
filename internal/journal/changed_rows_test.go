package journal

import (
	"reflect"
	"testing"

	"thidua/internal/gid"
)

// Each change says which rows it is about, unless it is about its conference as a whole.
func TestChangedRows_EveryKind(t *testing.T) {
	ofConference := map[string]bool{"GrantsChanged": true, "ConferencePlanned": true,
		"ConferenceStateChanged": true, "QuorumSet": true, "SitesArranged": true, "AgendaChanged": true,
		"FloorQuotaSet": true}
	for kind, change := range changeKinds {
		change := withIDs(change)
		rows := ChangedRows(change)
		if ofConference[kind] != (len(rows) == 0) {
			t.Errorf("%s is about the rows %v", kind, rows)
		}
	}
}

// withIDs returns a change with an id in each optional field and an element in each list.
func withIDs(c Change) Change {
	v := reflect.New(reflect.TypeOf(c)).Elem()
	v.Set(reflect.ValueOf(c))
	if entries := v.FieldByName("Entries"); entries.IsValid() {
		entries.Set(reflect.MakeSlice(entries.Type(), 1, 1))
	}
	for i := range v.NumField() {
		if f := v.Field(i); f.Type() == reflect.TypeFor[*gid.ID]() && f.CanSet() {
			f.Set(reflect.ValueOf(new(gid.ID(1))))
		}
	}
	return v.Interface().(Change)
}
