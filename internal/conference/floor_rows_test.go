package conference_test

import (
	"testing"

	"thidua/ent"
	"thidua/ent/floorrequest"
	"thidua/internal/conference"
	"thidua/internal/floorqueue"
)

func TestWaitingRequestsOf_PrecedenceOfKinds(t *testing.T) {
	t.Parallel()
	for kind, want := range map[floorrequest.Kind]floorqueue.Precedence{
		floorrequest.KindPointOfOrder: floorqueue.PrecedencePointOfOrder,
		floorrequest.KindQuestion:     floorqueue.PrecedenceQuestion,
		floorrequest.KindAnswer:       floorqueue.PrecedenceQuestion,
		floorrequest.KindRemark:       floorqueue.PrecedenceOrdinary,
		floorrequest.KindPresentation: floorqueue.PrecedenceOrdinary,
	} {
		rows := []*ent.FloorRequest{
			{ID: 1, Kind: kind, State: floorrequest.StateYielded},
			{ID: 2, Kind: kind, State: floorrequest.StateWaiting},
		}
		waiting, indexes := conference.WaitingRequestsOf(rows)
		if len(waiting) != 1 || waiting[0].ID != 2 || waiting[0].Precedence != want || indexes[0] != 1 {
			t.Errorf("%s: %+v at %v, want precedence %d", kind, waiting, indexes, want)
		}
	}
}
