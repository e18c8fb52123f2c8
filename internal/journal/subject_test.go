package journal

import (
	"reflect"
	"testing"
)

// canBeHidden are the kinds of rows that the rules of package access hide again after a change told of them,
// by the member of a change that names the row.
var canBeHidden = []string{"ReportID", "AnnouncementID"}

// A change about a row that may be hidden later says what is told of it then, or is the one that says so.
// What else a stream tells is hidden with the conference, which nobody can follow then.
func TestChanges_AboutWhatMayBeHidden(t *testing.T) {
	for name, of := range changeTypes {
		for _, member := range canBeHidden {
			if _, names := of.FieldByName(member); !names {
				continue
			}
			change := reflect.Zero(of).Interface()
			_, revisable := change.(Revisable)
			_, revising := change.(Revising)
			if !revisable && (!revising || of.NumField() > 3) { // the row, when, and the audience
				t.Errorf("%s tells of a row that may be hidden, and does not say what is told of it then", name)
			}
		}
	}
}
