package journal_test

import (
	"errors"
	"testing"

	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/journal"
)

// TestHeads_Contains checks which positions that clients send are at or before the heads of their streams.
func TestHeads_Contains(t *testing.T) {
	known := journal.ConferenceStream(gid.Derive(gid.Conference, "known"))
	unknown := journal.ConferenceStream(gid.Derive(gid.Conference, "unknown"))
	heads := journal.Heads{Epoch: 7, Last: map[journal.Stream]int64{known: 3}}
	for name, c := range map[string]struct {
		position journal.Position
		contains bool
		want     error
	}{
		"the beginning":                {journal.PositionAt(7, known, 0), true, nil},
		"the last entry":               {journal.PositionAt(7, known, 3), true, nil},
		"the next entry":               {journal.PositionAt(7, known, 4), false, nil},
		"a stream without entries":     {journal.PositionAt(7, unknown, 1), false, nil},
		"the beginning of such a one":  {journal.PositionAt(7, unknown, 0), true, nil},
		"the last entry of an old one": {journal.PositionAt(6, known, 3), false, fault.PositionLost},
	} {
		sent, err := journal.ParsePosition(c.position.String())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := heads.Contains(sent); got != c.contains || !errors.Is(err, c.want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}
