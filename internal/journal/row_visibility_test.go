package journal

import (
	"reflect"
	"testing"
)

// hideableRows are the fields of changes that name rows which the rules of package access may hide later.
var hideableRows = []string{"ReportID", "AnnouncementID"}

// A change about a row that may be hidden later says what of it is shown then, or is the change that hides
// it. Other changes are hidden with their conference, to which nobody can subscribe then.
func TestChanges_RevisableOrPublic(t *testing.T) {
	for name, of := range typeByKind {
		for _, member := range hideableRows {
			if _, names := of.FieldByName(member); !names {
				continue
			}
			change := reflect.Zero(of).Interface()
			_, redactable := change.(Redactable)
			_, changing := change.(VisibilityChanging)
			if !redactable && (!changing || of.NumField() > 3) { // the row, the time and the audience
				t.Errorf("%s tells of a row that may be hidden, and does not say what is told of it then", name)
			}
		}
	}
}
