package dataset

import (
	"errors"
	"testing"

	"thidua/internal/fault"
)

func TestLocateFault(t *testing.T) {
	at := position{"units.yaml", 7}
	bad := locateFault(at, fault.BadInput.With("reason", "name: EMPTY"))
	if f, ok := fault.FromError(bad); !ok || !errors.Is(f, fault.BadRecord) ||
		f.Params()["file"] != "units.yaml" ||
		f.Params()["line"] != 7 {
		t.Error(bad)
	}
	// Other faults are not problems of the file.
	if err := locateFault(at, fault.Conflict); !errors.Is(err, fault.Conflict) ||
		errors.Is(err, fault.BadRecord) {
		t.Error(err)
	}
}
