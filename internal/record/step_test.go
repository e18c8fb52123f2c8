package record

import (
	"errors"
	"testing"

	"thidua/internal/fault"
)

func TestWhatARoomRefusesHasItsPlace(t *testing.T) {
	at := place{"units.yaml", 7}
	bad := refused(at, fault.BadInput.With("reason", "name: EMPTY"))
	if f, ok := fault.As(bad); !ok || !errors.Is(f, fault.BadRecord) || f.Params()["file"] != "units.yaml" ||
		f.Params()["line"] != 7 {
		t.Error(bad)
	}
	// Other faults are not problems of the file.
	if err := refused(at, fault.Conflict); !errors.Is(err, fault.Conflict) ||
		errors.Is(err, fault.BadRecord) {
		t.Error(err)
	}
}
