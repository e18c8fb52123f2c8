package graph_test

import (
	"context"
	"fmt"

	"thidua/ent/conference"
	"thidua/ent/floorrequest"
	"thidua/ent/site"
	"thidua/internal/gid"
	"thidua/internal/registry"

	conferences "thidua/internal/conference"
	"thidua/internal/store"
)

// floorCalls adds the calls of the mutations of the floor, by line of the table, and what has to be so before
// each: one request of the conference, in the state with which the mutation begins.
func floorCalls(calls map[string]string, before map[string]func(context.Context, *store.Tx) error) {
	id := gid.Derive(gid.FloorRequest, "of the table")
	mutations := map[string]struct {
		from floorrequest.State
		call string
	}{
		"withdrawFloorRequest": {
			"WAITING",
			`(input: {floorRequest: %q})`,
		}, "restoreFloorRequest": {"WITHDRAWN", `(input: {floorRequest: %q})`}, "yieldFloor": {"SPEAKING", `(input: {floorRequest: %q})`},
		"placeFloorRequest": {
			"WAITING",
			`(input: {floorRequest: %q, place: 1, reason: "x"})`,
		}, "giveFloor": {"WAITING", `(input: {floorRequest: %q})`},
		"pauseFloor": {
			"SPEAKING",
			`(input: {floorRequest: %q})`,
		}, "resumeFloor": {"PAUSED", `(input: {floorRequest: %q})`}, "allotFloorTime": {"WAITING", `(input: {floorRequest: %q, ` +
			`allottedSeconds: 60})`},
	}
	for line, of := range map[string]struct {
		input string
		unit  *gid.ID
	}{
		"for the unit": {`unit: "unit-0"`, &theUnit}, "for its site": {`site: "main"`, nil},
		"for another unit of the cluster": {`unit: "unit-1"`, new(registry.UnitID(unitCode(1)))},
		"theirs":                          {`unit: "unit-0"`, &theUnit},
	} {
		for name, mutation := range mutations {
			calls[name+" "+line] = mutationCall(name, fmt.Sprintf(mutation.call, id))
			before[name+" "+line] = func(ctx context.Context, tx *store.Tx) error {
				return addWaitingRequest(ctx, tx, id, mutation.from, of.unit)
			}
		}
		calls["requestFloor "+line] = `mutation { requestFloor(input: {conference: "theirs", kind: ` +
			`REMARK, ` + of.input + `}) { floorRequest { id } } }`
		before["requestFloor "+line] = func(ctx context.Context, tx *store.Tx) error {
			return addWaitingRequest(ctx, tx, id, "WAITING", of.unit)
		}
	}
	calls["setFloorQuota theirs"] = `mutation { setFloorQuota(input: {conference: "theirs", unitQuotaSeconds: ` +
		`600}) { conference { id } } }`
	before["setFloorQuota theirs"] = before["requestFloor theirs"]
}

// addWaitingRequest leaves a conference that is in session with one request, of a unit or of the site that
// the unit of the table runs.
func addWaitingRequest(
	ctx context.Context, tx *store.Tx, id gid.ID, state floorrequest.State, unit *gid.ID,
) error {
	if _, err := tx.FloorRequest.Delete().Where(floorrequest.ConferenceID(theConference)).Exec(ctx); err != nil {
		return err
	}
	if err := tx.Conference.UpdateOneID(theConference).SetState(conference.StateInSession).
		ClearUnitQuotaSeconds().Exec(ctx); err != nil {
		return err
	}
	at := conferences.SiteID("theirs", "main")
	if err := tx.Site.Update().Where(site.ID(at)).SetUnitID(theUnit).Exec(ctx); err != nil {
		return err
	}
	r := tx.FloorRequest.Create().SetID(id).SetConferenceID(theConference).SetKind("REMARK").SetState(state).
		SetRequestedAt(longAgo).SetAllottedSeconds(180).SetNillableUnitID(unit)
	if unit == nil {
		r.SetSiteID(at)
	}
	switch state {
	case floorrequest.StateSpeaking:
		r.SetGivenAt(longAgo).SetResumedAt(longAgo)
	case floorrequest.StatePaused:
		r.SetGivenAt(longAgo)
	case floorrequest.StateWithdrawn:
		r.SetEndedAt(longAgo)
	}
	return r.Exec(ctx)
}
